import { Severity } from '../alerting/severity';
import { latencyJump } from './baselines';
import { metricsOf } from './readings';
import type { RuleTable } from './rule';
import { noTraffic, unusual } from './traffic';

const elb = metricsOf('AWS/ApplicationELB');

/** Counted with requests, since the metric is published only when it is not zero. The balancer's own are not among them. */
export const LOAD_BALANCER_RULES: RuleTable<object> = [
  {
    id: 'BalancerErrors',
    severity: Severity.P1,
    metrics: { bad: elb('HTTPCode_ELB_5XX_Count', 'Sum'), all: elb('RequestCount', 'Sum') },
    expression: 'IF(bad >= 3, 100 * bad / (all + bad), 0)',
    label: 'Requests that the balancer itself failed',
    unit: 'percent',
    periodMinutes: 15,
    datapoints: [1, 2],
    is: '>=',
    threshold: 4,
    why: 'The load balancer fails requests: no target, or none in time.',
    steps: ['See whether targets are healthy.', 'Compare response times with the idle timeout.'],
    source: 'Rate x window = 0.6 minutes of full outage, more than one bad deploy minute; at least three bad requests.',
  },
  noTraffic(elb('RequestCount', 'Sum'), {
    why: 'A portal that is visited around the clock is not visited any more.',
    steps: ['Open it yourself from outside.', 'Check DNS, certificate and security groups.'],
    source: 'As for APIs.',
  }),
  unusual('UnusualTraffic', elb('RequestCount', 'Sum'), 'requests', [
    'Open it yourself from outside.',
    'Look at what leads visitors here, and for one client with most requests.',
  ]),
  {
    id: 'ConnectionsRejected',
    severity: Severity.P2,
    metrics: { m: elb('RejectedConnectionCount', 'Sum') },
    label: 'Rejected connections',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [3, 5],
    is: '>=',
    threshold: 1,
    why: 'The load balancer is at its connection limit.',
    steps: ['Look for clients that never close, or an attack.'],
    source: 'Three separate windows.',
  },
];

export interface TargetGroupFacts {
  /** A function behind a load balancer has no hosts. */
  readonly isLambda: boolean;
}

export const TARGET_GROUP_RULES: RuleTable<TargetGroupFacts> = [
  {
    id: 'TargetErrors',
    severity: Severity.P1,
    metrics: { bad: elb('HTTPCode_Target_5XX_Count', 'Sum'), all: elb('RequestCount', 'Sum') },
    expression: 'IF(bad >= 3, 100 * bad / all, 0)',
    label: 'Server error rate',
    unit: 'percent',
    periodMinutes: 15,
    datapoints: [1, 2],
    is: '>=',
    threshold: 4,
    why: 'The service behind the load balancer fails for its callers.',
    steps: ['Read the errors in its log.', 'Roll back the last deployment if they began with it.'],
    source: 'Rate x window = 0.6 minutes of full outage, more than one bad deploy minute; at least three bad requests.',
  },
  latencyJump(
    'TargetLatencyJump',
    (statistic) => elb('TargetResponseTime', statistic),
    (statistic) => elb('RequestCount', statistic),
    {
      label: 'p33 response time, as a multiple of its last 6 hours',
      why: 'The service has become slow.',
      source: 'As LatencyJump.',
    },
  ),
  {
    id: 'HostsUnhealthy',
    severity: Severity.P2,
    appliesTo: ({ isLambda }) => !isLambda,
    metrics: { m: elb('UnHealthyHostCount', 'Minimum') },
    label: 'Unhealthy hosts',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [3, 3],
    is: '>=',
    threshold: 1,
    why: 'A part of the capacity is gone.',
    steps: ['See why the health check fails.'],
    source: 'A quarter of an hour without a break: a rolling deployment has unhealthy hosts for minutes.',
  },
  {
    id: 'NoHealthyHost',
    severity: Severity.P0,
    appliesTo: ({ isLambda }) => !isLambda,
    metrics: { m: elb('HealthyHostCount', 'Maximum') },
    label: 'Healthy hosts',
    unit: 'count',
    periodMinutes: 1,
    datapoints: [3, 3],
    is: '<',
    threshold: 1,
    missing: 'breaching',
    why: 'Nobody can be served.',
    steps: ['See why the health check fails.', 'Roll back the last deployment if it began with it.'],
    source: 'Three minutes: a health-check cycle and its delay. No data means no target at all.',
  },
];
