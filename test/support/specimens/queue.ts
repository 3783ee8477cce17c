import type { Stack } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { consumer, RESERVED, redrive } from './helpers';
import type { Specimens } from './specimen';

export const specimens: Specimens = {
  add: (stack: Stack) => {
    const deadLetters = new CfnQueue(stack, 'OrdersDeadLetters', { messageRetentionPeriod: 1_209_600 });
    const orders = new CfnQueue(stack, 'Orders', { visibilityTimeout: 180, redrivePolicy: redrive(deadLetters, 5) });
    consumer(stack, 'OrdersWorker', orders, 30, RESERVED);

    const ledgerDeadLetters = new CfnQueue(stack, 'LedgerDeadLetters', { fifoQueue: true });
    const ledger = new CfnQueue(stack, 'Ledger', {
      fifoQueue: true,
      visibilityTimeout: 120,
      redrivePolicy: redrive(ledgerDeadLetters, 5),
    });
    consumer(stack, 'LedgerWorker', ledger, 30);
    consumer(stack, 'LedgerDeadLettersReader', ledgerDeadLetters, 30);

    const jobs = new CfnQueue(stack, 'Jobs');
    consumer(stack, 'JobsWorker', jobs, 600);

    new CfnQueue(stack, 'Inbox', { messageRetentionPeriod: 86_400 });
  },
  shows: {
    'SQS queue': {
      'standard, visibility timeout 180 s, 5 receives': 'Orders',
      'FIFO, 120 s, 5 receives': 'Ledger',
      'standard, 30 s, consumer timeout 600 s': 'Jobs',
      'standard, kept a day, nothing in the app reads it': 'Inbox',
    },
    'Dead-letter queue of a queue, a rule or a topic': {
      'not consumed, kept 14 days': 'Orders',
      'consumed, kept 4 days': 'Ledger',
    },
    'Function that consumes a queue': {
      'timeout 30 s, 10 reserved': 'Orders/OrdersWorker',
      'timeout 600 s': 'Jobs/JobsWorker',
    },
  },
};
