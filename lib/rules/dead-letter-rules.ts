import { Severity } from '../alerting/severity';
import { metricsOf } from './readings';
import type { RuleTable } from './rule';

const sqs = metricsOf('AWS/SQS');

export interface DeadLetterFacts {
  readonly retentionSeconds: number;
  /** Something takes messages from it, so that its depth may never rise. */
  readonly isConsumed: boolean;
}

export const DEAD_LETTER_RULES: RuleTable<DeadLetterFacts> = [
  {
    id: 'DeadLetters',
    severity: Severity.P2,
    when: [
      {
        metrics: { visible: sqs('ApproximateNumberOfMessagesVisible', 'Maximum'), deleted: sqs('NumberOfMessagesDeleted', 'Sum') },
        expression: 'MAX([visible, deleted])',
        label: 'Dead letters',
        unit: 'count',
        periodMinutes: 5,
        datapoints: [1, 3],
        is: '>=',
        threshold: 1,
        missing: 'notBreaching',
      },
    ],
    why: 'Messages failed on every try and were set aside.',
    steps: ['Read one of them and the error that its consumer logged.', 'Mend the cause, then redrive the queue.'],
    source: 'Measured: what was deleted is the only trace when a consumer drains the queue.',
  },
];
