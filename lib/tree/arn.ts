import type { Stack } from 'aws-cdk-lib';

/** Regions of the commercial partition; those of others have another prefix, or one word more. */
const COMMERCIAL = /^(af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d$/;

/** The ARN of a resource in a stack's account and region: without a token where they are known, which keeps templates small. */
export function arnIn({ account, partition, region }: Stack, service: string, resource: string): string {
  return `arn:${COMMERCIAL.test(region) ? 'aws' : partition}:${service}:${region}:${account}:${resource}`;
}
