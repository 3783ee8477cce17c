import { Severity } from '../alerting/severity';
import { metricsOf } from './readings';
import type { RuleTable } from './rule';

const sqs = metricsOf('AWS/SQS');

export interface QueueFacts {
  readonly visibilityTimeoutSeconds: number;
  /** How often a message is tried; undefined without a dead-letter queue. */
  readonly maxReceiveCount?: number;
  /** The longest timeout among its consumers. */
  readonly consumerTimeoutSeconds?: number;
  readonly retentionSeconds?: number;
}

/** An age that one message that fails every time cannot reach; from the third receive on, the metric skips it. */
const healthyAge = ({ visibilityTimeoutSeconds, maxReceiveCount = 3, consumerTimeoutSeconds = 0 }: QueueFacts) =>
  Math.max(300, Math.min(maxReceiveCount - 1, 2) * visibilityTimeoutSeconds, 2 * consumerTimeoutSeconds);
/** Twice the visibility timeout, so that a message on its second try counts as progress. */
const patience = ({ visibilityTimeoutSeconds }: QueueFacts) =>
  Math.min(60, Math.max(5, Math.ceil((2 * visibilityTimeoutSeconds) / 300) * 5));

export const QUEUE_RULES: RuleTable<QueueFacts> = [
  {
    id: 'QueueStuck',
    severity: Severity.P1,
    when: [
      {
        metrics: { age: sqs('ApproximateAgeOfOldestMessage', 'Maximum'), deleted: sqs('NumberOfMessagesDeleted', 'Sum') },
        expression: 'IF(deleted == 0, age, 0)',
        label: 'Age of the oldest message while nothing is processed',
        unit: 'seconds',
        periodMinutes: patience,
        datapoints: [1, 1],
        is: '>',
        threshold: healthyAge,
        missing: 'notBreaching',
      },
    ],
    why: 'Messages wait and none is processed.',
    steps: ['Look for errors and throttles of the consumer.', 'Check that its event source is enabled.'],
    source: 'Progress, not depth: twice the visibility timeout to see progress; an age that one poison message cannot reach.',
  },
];
