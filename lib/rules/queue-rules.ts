import { Severity } from '../contracts/severity';
import { unusual, unusualQueueAge } from './baselines';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';
import { noMessages } from './traffic';

const sqs = metricsOf('AWS/SQS');

export interface QueueFacts {
  readonly isFifo: boolean;
  readonly visibilityTimeoutSeconds: number;
  /** How often a message is tried; undefined without a dead-letter queue. */
  readonly maxReceiveCount?: number;
  readonly retentionSeconds: number;
  /** Something in the app takes messages from it. Where nothing does, how long messages may wait is not known. */
  readonly isConsumed: boolean;
  /** The longest timeout among its consumers. */
  readonly consumerTimeoutSeconds?: number;
}

/**
 * An age that one message which fails every time cannot reach. A standard queue's metric skips it from the third receive on; a
 * FIFO queue's never does. And what is tried once takes its consumer's time.
 */
const healthyAge = ({
  isFifo,
  visibilityTimeoutSeconds,
  maxReceiveCount = 1,
  consumerTimeoutSeconds = 0,
}: QueueFacts) =>
  Math.max(
    300,
    (isFifo ? maxReceiveCount : Math.min(maxReceiveCount, 3) - 1) * visibilityTimeoutSeconds,
    2 * consumerTimeoutSeconds,
  );

/** Twice the visibility timeout, so that a message on its second try is still progress; a few minutes, and at most a day. */
const patience = ({ visibilityTimeoutSeconds }: QueueFacts) =>
  Math.min(1440, Math.max(5, Math.ceil((2 * visibilityTimeoutSeconds) / 60)));

/** How long messages of such a queue may wait is not known. */
const isNotConsumed = ({ isConsumed }: QueueFacts): boolean => !isConsumed;

const DAY_SECONDS = 24 * 3600;

/** SQS delivers no more messages at this many in flight: its quota, for standard and FIFO queues alike. */
const IN_FLIGHT_QUOTA = 120_000;

export const QUEUE_RULES = documentedBy<QueueFacts>('sqs', [
  {
    id: 'QueueStuck',
    severity: Severity.P1,
    off: isNotConsumed,
    metrics: { age: sqs('ApproximateAgeOfOldestMessage', 'Maximum'), deleted: sqs('NumberOfMessagesDeleted', 'Sum') },
    // compared with a series, what was not published counts as zero
    expression: 'IF(deleted > 0 * age, 0, age)',
    label: 'Age of the oldest message while none is processed',
    unit: 'seconds',
    periodMinutes: patience,
    datapoints: [1, 1],
    is: '>',
    threshold: healthyAge,
    why: 'Messages wait, and none is processed.',
    steps: ['Look for errors and throttles of the consumer.', 'Check that its event source is enabled.'],
    source:
      'Measured. Progress, not depth: nothing processed for twice the visibility timeout, and an age that one failing message cannot reach: max(300 s, (receives - 1) x visibility timeout, 2 x consumer timeout).',
  },
  {
    id: 'QueueSlow',
    severity: Severity.P2,
    off: isNotConsumed,
    metrics: { m: sqs('ApproximateAgeOfOldestMessage', 'Minimum') },
    label: 'Age of the oldest message',
    unit: 'seconds',
    periodMinutes: 30,
    datapoints: [3, 3],
    is: '>',
    threshold: healthyAge,
    why: 'The queue has not caught up for an hour and a half, or one message blocks its group.',
    steps: [
      'Compare messages sent with messages processed.',
      'Raise the concurrency of the consumer, or make it faster.',
    ],
    source: 'Project default: what drains within an hour and a half is a batch. The same age as QueueStuck.',
  },
  {
    id: 'MessagesUnread',
    severity: Severity.P2,
    off: ({ isConsumed }) => isConsumed,
    metrics: { m: sqs('ApproximateAgeOfOldestMessage', 'Maximum') },
    label: 'Age of the oldest message',
    unit: 'seconds',
    periodMinutes: 60,
    datapoints: [1, 1],
    is: '>=',
    threshold: ({ retentionSeconds }) => Math.min(DAY_SECONDS, 0.5 * retentionSeconds),
    why: 'A message has waited for a day, and nothing in this app consumes the queue.',
    steps: [
      'Find out which consumer should process them, and whether it still runs.',
      'SQS deletes them when their retention ends.',
    ],
    source: 'Project default: a day, or half of the retention, since how long messages may wait is not known.',
  },
  noMessages(sqs('NumberOfMessagesSent', 'Sum'), {
    why: 'The queue has received no message for an hour, after many until now.',
    steps: ['Look at what sends them: rules, topics, producers.', 'Compare with the last deployment of the producer.'],
  }),
  {
    id: 'MessagesInFlight',
    severity: Severity.P2,
    metrics: { m: sqs('ApproximateNumberOfMessagesNotVisible', 'Maximum') },
    label: 'Messages in flight',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [3, 5],
    is: '>=',
    threshold: 0.8 * IN_FLIGHT_QUOTA,
    off: true,
    why: 'At 120,000 messages in flight, SQS delivers no more of them.',
    steps: ['Check that consumers delete what they have processed.'],
    source: "80 % of SQS's quota. The rules on age see it too, hence off.",
  },
  {
    id: 'QueueDepthHigh',
    severity: Severity.P2,
    metrics: { m: sqs('ApproximateNumberOfMessagesVisible', 'Maximum') },
    label: 'Messages waiting',
    unit: 'count',
    periodMinutes: 1,
    datapoints: [5, 5],
    is: '>',
    threshold: 1000,
    off: true,
    why: 'More messages wait in the queue than a fixed number.',
    steps: ['Compare messages sent with messages processed.'],
    source: "The partner-integration guide's number: more than 1,000 for 5 minutes. Depth is no symptom, hence off.",
  },
  {
    id: 'MessageAge',
    severity: Severity.P2,
    metrics: { m: sqs('ApproximateAgeOfOldestMessage', 'Maximum') },
    label: 'Age of the oldest message',
    unit: 'seconds',
    periodMinutes: 1,
    datapoints: [3, 5],
    is: '>',
    threshold: undefined,
    why: 'Messages wait longer than the limit that the owner has set.',
    steps: ['Compare messages sent with messages processed.'],
    source: "The owner's number: it exists only when given.",
  },
  unusualQueueAge(sqs('ApproximateAgeOfOldestMessage', 'Minimum'), healthyAge),
  unusual('UnusualMessages', sqs('NumberOfMessagesSent', 'Sum'), 'messages', [
    'Look at what sends them: rules, topics, producers.',
    'More: does the consumer cause new messages? Then stop it first.',
  ]),
]);
