import { DEAD_LETTER_RULES } from '../rules/dead-letter-rules';
import { QUEUE_RULES } from '../rules/queue-rules';
import { arn, type Derive, name } from './names';
import { type ResourceType, section } from './resource-type';

const queueUrl: Derive = ({ region, account, unique }) => `https://sqs.${region}.amazonaws.com/${account}/${unique}`;

const CONSUMED = { isConsumed: true, retentionSeconds: 345_600 };

export const QUEUE: ResourceType = {
  type: 'AWS::SQS::Queue',
  names: {
    nameProperty: 'QueueName',
    ref: queueUrl,
    attributes: { Arn: arn('sqs', ({ unique }) => unique), QueueName: name, QueueUrl: queueUrl },
  },
  sections: [
    section({
      component: 'Queue',
      resource: 'SQS queue',
      dimensions: ['QueueName'],
      table: QUEUE_RULES,
      examples: [
        {
          name: 'standard, visibility timeout 180 s, 5 receives',
          facts: {
            ...CONSUMED,
            isFifo: false,
            visibilityTimeoutSeconds: 180,
            maxReceiveCount: 5,
            consumerTimeoutSeconds: 30,
          },
        },
        {
          name: 'FIFO, 120 s, 5 receives',
          facts: {
            ...CONSUMED,
            isFifo: true,
            visibilityTimeoutSeconds: 120,
            maxReceiveCount: 5,
            consumerTimeoutSeconds: 30,
          },
        },
        {
          name: 'standard, 30 s, consumer timeout 600 s',
          facts: { ...CONSUMED, isFifo: false, visibilityTimeoutSeconds: 30, consumerTimeoutSeconds: 600 },
        },
        {
          name: 'standard, kept a day, nothing in the app reads it',
          facts: { isConsumed: false, retentionSeconds: 86_400, isFifo: false, visibilityTimeoutSeconds: 30 },
        },
      ],
    }),
    section({
      component: 'Queue',
      resource: 'Dead-letter queue of a queue, a rule or a topic',
      dimensions: ['QueueName'],
      table: DEAD_LETTER_RULES,
      examples: [
        { name: 'not consumed, kept 14 days', facts: { retentionSeconds: 1_209_600, isConsumed: false } },
        { name: 'consumed, kept 4 days', facts: { retentionSeconds: 345_600, isConsumed: true } },
      ],
    }),
  ],
};
