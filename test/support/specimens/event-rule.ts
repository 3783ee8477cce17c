import type { Stack } from 'aws-cdk-lib';
import { CfnEventBus, CfnRule } from 'aws-cdk-lib/aws-events';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { fn, RESERVED } from './helpers';
import type { Specimens } from './specimen';

export const specimens: Specimens = {
  add: (stack: Stack) => {
    const target = (handler: CfnFunction) => ({ id: 'handler', arn: handler.attrArn });
    new CfnRule(stack, 'OrderPlaced', {
      eventPattern: { source: ['shop'] },
      targets: [target(fn(stack, 'OrderHandler', 60, RESERVED))],
    });
    const deadLetters = new CfnQueue(stack, 'InvoicesDeadLetters');
    const handler = fn(stack, 'InvoiceHandler', 30);
    handler.deadLetterConfig = { targetArn: deadLetters.attrArn };
    new CfnRule(stack, 'InvoiceCreated', {
      eventBusName: new CfnEventBus(stack, 'Bus', { name: 'invoicing' }).ref,
      eventPattern: { source: ['invoicing'] },
      targets: [{ ...target(handler), deadLetterConfig: { arn: deadLetters.attrArn } }],
    });
  },
  shows: {
    'EventBridge rule': {
      'without a dead-letter queue': 'OrderPlaced',
      'on a custom bus, with a dead-letter queue': 'InvoiceCreated',
    },
    'Function that handles events': {
      'timeout 60 s, 10 reserved': 'OrderPlaced/OrderHandler',
      'timeout 30 s, with a dead-letter queue': 'InvoiceCreated/InvoiceHandler',
    },
  },
};
