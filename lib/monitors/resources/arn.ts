import { Arn, ArnFormat } from 'aws-cdk-lib';

/** The name at the end of an ARN such as `arn:…:stream/name`. */
export const nameInArn = (arn: string): string => Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME).resourceName ?? arn;
