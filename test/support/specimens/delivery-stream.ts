import type { Stack } from 'aws-cdk-lib';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { Specimens } from './specimen';

const BACKUP = { bucketArn: 'arn:aws:s3:::specimen', roleArn: 'arn:aws:iam::111111111111:role/specimen' };

export const specimens: Specimens = {
  add: (stack: Stack) => {
    new CfnDeliveryStream(stack, 'Lake', { extendedS3DestinationConfiguration: BACKUP });
    new CfnDeliveryStream(stack, 'Partner', {
      httpEndpointDestinationConfiguration: {
        endpointConfiguration: { url: 'https://example.com' },
        bufferingHints: { intervalInSeconds: 900 },
        s3Configuration: BACKUP,
      },
    });
  },
  shows: {
    'Firehose stream': { 'to S3, collects for 5 minutes': 'Lake', 'to an HTTP endpoint, 15 minutes': 'Partner' },
  },
};
