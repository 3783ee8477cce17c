import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const sqs = metricsOf('AWS/SQS');

export interface DeadLetterFacts {
  readonly retentionSeconds: number;
  /** Something takes messages from it, so that its depth may never rise. */
  readonly isConsumed: boolean;
}

const HELP = {
  severity: Severity.P2,
  unit: 'count',
  periodMinutes: 5,
  datapoints: [1, 3],
  is: '>=',
  threshold: 1,
  why: 'Messages failed on every try and are in the dead-letter queue.',
  steps: ['Read one of them, and the error that its consumer logged.', 'Fix the cause, then redrive the queue.'],
} as const;

export const DEAD_LETTER_RULES = documentedBy<DeadLetterFacts>('sqs', [
  {
    ...HELP,
    id: 'DeadLetters',
    appliesTo: ({ isConsumed }) => !isConsumed,
    metrics: {
      visible: sqs('ApproximateNumberOfMessagesVisible', 'Maximum'),
      deleted: sqs('NumberOfMessagesDeleted', 'Sum'),
    },
    expression: 'SUM([visible, deleted])',
    label: 'Dead letters, waiting or taken away',
    source:
      'Measured. What was deleted is the only trace when somebody drains the queue between two samples. Never messages sent: a redrive does not count as sent.',
  },
  {
    ...HELP,
    id: 'DeadLettersConsumed',
    appliesTo: ({ isConsumed }) => isConsumed,
    metrics: { m: sqs('NumberOfMessagesReceived', 'Sum') },
    label: 'Dead letters received by their consumer',
    source: 'The depth of a queue with a consumer never rises; what its consumer receives is the trace.',
  },
  {
    id: 'DeadLettersExpire',
    severity: Severity.P1,
    metrics: { m: sqs('ApproximateAgeOfOldestMessage', 'Maximum') },
    label: 'Age of the oldest dead letter',
    unit: 'seconds',
    periodMinutes: 60,
    datapoints: [1, 1],
    is: '>=',
    threshold: ({ retentionSeconds }) => 0.8 * retentionSeconds,
    off: true,
    why: 'Dead letters are about to be deleted unread.',
    steps: ['Redrive the queue, or save its messages.'],
    source: '80 % of the retention. DeadLetters fires days before, hence off.',
  },
]);
