import { Severity } from '../contracts/severity';
import { unusual } from './baselines';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const events = metricsOf('AWS/Events');

export interface EventRuleFacts {
  readonly hasDeadLetterQueue: boolean;
}

const LOST = {
  // the metrics of EventBridge are best effort
  severity: Severity.P1,
  unit: 'count',
  periodMinutes: 5,
  datapoints: [1, 6],
  is: '>=',
  threshold: 1,
} as const;

export const EVENT_RULE_RULES = documentedBy<EventRuleFacts>('eventbridge/latest/userguide/eb-monitoring.html', [
  {
    ...LOST,
    id: 'EventLost',
    appliesTo: ({ hasDeadLetterQueue }) => !hasDeadLetterQueue,
    metrics: { m: events('FailedInvocations', 'Sum') },
    label: 'Events that the target did not accept',
    why: 'Events are lost: the target did not accept them, and there is no dead-letter queue.',
    steps: ["Check the target's permissions and that it exists.", 'Give the target a dead-letter queue.'],
    source: 'Measured. Lost data: every event counts. Held for half an hour.',
  },
  {
    ...LOST,
    id: 'EventLostAtDeadLetterQueue',
    appliesTo: ({ hasDeadLetterQueue }) => hasDeadLetterQueue,
    metrics: { m: events('InvocationsFailedToBeSentToDlq', 'Sum') },
    label: 'Events that the dead-letter queue did not accept',
    why: 'Events are lost: neither the target nor the dead-letter queue accepted them.',
    steps: ["Check the queue's policy and key: EventBridge has to be allowed to use both."],
    source: 'Lost data: every event counts. Held for half an hour.',
  },
  {
    id: 'EventsDelayed',
    severity: Severity.P2,
    metrics: { throttled: events('ThrottledRules', 'Sum'), retried: events('RetryInvocationAttempts', 'Sum') },
    expression: 'SUM([throttled, retried])',
    label: 'Throttled or retried invocations',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [3, 5],
    is: '>=',
    threshold: 1,
    why: 'Events arrive late: EventBridge is throttled, or it retries a target that fails.',
    steps: ['Look for errors and throttles of the target.', "Compare with EventBridge's quota of invocations."],
    off: true,
    source:
      'Three separate windows. Events that arrive late are lost in the end, or not: other rules see it, hence off.',
  },
  unusual('UnusualEvents', events('MatchedEvents', 'Sum'), 'events', [
    'Compare its pattern with what the producer sends now.',
    'More: does a target cause new events? Then disable the rule.',
  ]),
]);
