import { Severity } from '../alerting/severity';
import { metricsOf } from './readings';
import type { RuleTable } from './rule';

const lambda = metricsOf('AWS/Lambda');

export interface FunctionFacts {
  readonly timeoutSeconds: number;
  readonly reservedConcurrency?: number;
  /** Whether messages that fail for good end in a dead-letter queue or destination. */
  readonly hasDeadLetters: boolean;
}

export const CONSUMER_RULES: RuleTable<FunctionFacts> = [
  {
    id: 'WorkerErrors',
    severity: Severity.P1,
    when: [
      {
        metrics: { errors: lambda('Errors', 'Average') },
        expression: '100 * errors',
        label: 'Failed invocations',
        unit: 'percent',
        periodMinutes: 1,
        datapoints: [4, 10],
        is: '>=',
        threshold: 50,
        missing: 'notBreaching',
      },
    ],
    why: 'Most invocations of the consumer fail.',
    steps: ['Read the newest errors in its log.', 'Roll back the last deployment if they began with it.'],
    source: 'Measured: partial failure is the business of the dead-letter queue.',
  },
];
