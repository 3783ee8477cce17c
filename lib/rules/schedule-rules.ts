import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const scheduler = metricsOf('AWS/Scheduler');

/** Of a group: EventBridge Scheduler measures no single schedule. */
export const SCHEDULE_GROUP_RULES = documentedBy<object>('scheduler/latest/UserGuide/monitoring-cloudwatch.html', [
  {
    id: 'ScheduleDropped',
    severity: Severity.P1,
    metrics: { m: scheduler('InvocationDroppedCount', 'Sum') },
    label: 'Dropped invocations',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [1, 1],
    is: '>=',
    threshold: 1,
    why: 'A schedule did not get to its target, and is not tried again.',
    steps: [
      'Find the schedule in its dead-letter queue, or by the log of the target.',
      'Look at the permissions of its role, and at the target.',
    ],
    source: "AWS's recommendation: each. It is counted after the last try.",
  },
  {
    id: 'ScheduleThrottled',
    severity: Severity.P2,
    metrics: { m: scheduler('TargetErrorThrottledCount', 'Sum') },
    label: 'Invocations that the target throttled',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [3, 3],
    is: '>=',
    threshold: 1,
    why: 'The target refuses invocations for want of capacity: schedules run late.',
    steps: ['Compare the invocations with the quota of the target.', 'Give the schedules a flexible time window.'],
    source: "AWS's recommendation: any, for a quarter of an hour without a break.",
  },
  {
    id: 'ScheduleLost',
    severity: Severity.P1,
    metrics: { m: scheduler('InvocationsFailedToBeSentToDeadLetterCount', 'Sum') },
    label: 'Invocations that the dead-letter queue refused',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [1, 1],
    is: '>=',
    threshold: 1,
    why: 'An invocation is lost: neither its target nor its dead-letter queue has got it.',
    steps: ['Look at the policy of the dead-letter queue and its key.', 'Run by hand what did not run.'],
    source: 'As EventLostAtDeadLetterQueue: each is lost.',
  },
]);
