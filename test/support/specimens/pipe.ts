import type { Stack } from 'aws-cdk-lib';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import type { Specimens } from './specimen';

export const specimens: Specimens = {
  add: (stack: Stack) => {
    new CfnPipe(stack, 'OutboxPipe', {
      roleArn: 'arn:aws:iam::111111111111:role/specimen',
      source: 'arn:aws:dynamodb:us-east-1:111111111111:table/outbox/stream/2026-01-01T00:00:00.000',
      target: 'arn:aws:events:us-east-1:111111111111:event-bus/shop',
    });
  },
  shows: { 'EventBridge pipe': { any: 'OutboxPipe' } },
};
