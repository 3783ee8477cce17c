import type { Stack } from 'aws-cdk-lib';
import { CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { CfnQueue } from 'aws-cdk-lib/aws-sqs';

export const RESERVED = 10;

export const fn = (stack: Stack, id: string, timeout: number, reservedConcurrentExecutions?: number): CfnFunction =>
  new CfnFunction(stack, id, {
    code: { zipFile: 'exports.handler = async () => {};' },
    handler: 'index.handler',
    runtime: 'nodejs22.x',
    role: 'arn:aws:iam::111111111111:role/specimen',
    reservedConcurrentExecutions,
    timeout,
  });

/** A function that an event source mapping feeds. */
export function consumer(
  stack: Stack,
  id: string,
  source: { readonly attrArn: string },
  timeout: number,
  reserved?: number,
): void {
  const worker = fn(stack, id, timeout, reserved);
  new CfnEventSourceMapping(stack, `${id}Source`, { eventSourceArn: source.attrArn, functionName: worker.ref });
}

export const redrive = (queue: CfnQueue, maxReceiveCount: number) => ({
  deadLetterTargetArn: queue.attrArn,
  maxReceiveCount,
});
