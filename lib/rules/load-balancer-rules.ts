import { Severity } from '../contracts/severity';
import { trafficStopped, unusual, unusualLatency } from './baselines';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';
import { portsExhausted } from './nat-gateway-rules';
import type { RuleRow } from './rule';
import { latencyJump, noTraffic, tooManyBad } from './traffic';

const elb = metricsOf('AWS/ApplicationELB');

const NO_REQUESTS = {
  why: 'The portal has stopped receiving requests, after many until now.',
  steps: ['Open it in a browser, from outside AWS.', 'Check DNS, certificate and security groups.'],
} as const;

/** A minute and a half of full outage, and four more so that a quiet service pages for no single error. */
const OUTAGE = { percent: 5, count: 4, minutes: 30, datapoints: [1, 1] } as const;
const OUTAGE_SOURCE =
  'Project default: a twentieth of half an hour is a minute and a half of full outage; four more errors, so that a quiet service pages for no single error.';

/** Counted with requests, since the metric is published only when it is not zero. The balancer's own are not among them. */
export const LOAD_BALANCER_RULES = documentedBy<object>(
  'elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html',
  [
    {
      id: 'BalancerErrors',
      severity: Severity.P1,
      ...tooManyBad(
        { bad: elb('HTTPCode_ELB_5XX_Count', 'Sum'), all: elb('RequestCount', 'Sum') },
        'Requests that the load balancer itself answered with an error',
        OUTAGE,
        '(all + bad)',
      ),
      why: 'The load balancer returns errors itself: it has no target for them, or the targets answer too late.',
      steps: ['Check whether the targets are healthy.', 'Compare response times with the idle timeout.'],
      source: OUTAGE_SOURCE,
    },
    noTraffic(elb('RequestCount', 'Sum'), NO_REQUESTS),
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
    trafficStopped(elb('RequestCount', 'Sum'), NO_REQUESTS),
    unusual('UnusualTraffic', elb('RequestCount', 'Sum'), 'requests', [
      'Open it in a browser, from outside AWS.',
      'Look at what leads visitors here, and for one client with most requests.',
    ]),
  ],
);

export interface TargetGroupFacts {
  /** A function behind a load balancer has no hosts. */
  readonly isLambda: boolean;
  /** Only a test listener leads to it, as before a blue/green deployment. */
  readonly isTested?: boolean;
}

type Row = Omit<RuleRow<object>, 'ground'>;

/** Whether targets pass their health check, for each kind of load balancer in its own namespace. */
const hostRules = (metric: ReturnType<typeof metricsOf>): { readonly unhealthy: Row; readonly none: Row } => ({
  unhealthy: {
    id: 'HostsUnhealthy',
    severity: Severity.P2,
    metrics: { m: metric('UnHealthyHostCount', 'Minimum') },
    label: 'Unhealthy hosts',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [3, 3],
    is: '>=',
    threshold: 1,
    why: 'Some targets fail their health check: capacity is missing.',
    steps: ['Find out why the health check fails.'],
    source: 'A quarter of an hour without a break: a rolling deployment has unhealthy hosts for minutes.',
  },
  none: {
    id: 'NoHealthyHost',
    severity: Severity.P0,
    metrics: { m: metric('HealthyHostCount', 'Maximum') },
    label: 'Healthy hosts',
    unit: 'count',
    periodMinutes: 1,
    datapoints: [3, 3],
    is: '<',
    threshold: 1,
    why: 'No target passes its health check: the service is probably down.',
    steps: ['Find out why the health check fails.', 'Roll back the last deployment if the errors began with it.'],
    source:
      'Three minutes: a health-check cycle and its delay. A group without any target, as the idle one of a blue/green deployment, publishes nothing: where requests still go to it, the balancer answers 503, and BalancerErrors pages.',
  },
});

const hosts = hostRules(elb);

export const TARGET_GROUP_RULES = documentedBy<TargetGroupFacts>(
  'elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html',
  [
    {
      id: 'TargetErrors',
      severity: Severity.P1,
      appliesTo: ({ isTested }) => !isTested,
      ...tooManyBad(
        { bad: elb('HTTPCode_Target_5XX_Count', 'Sum'), all: elb('RequestCount', 'Sum') },
        'Server errors',
        OUTAGE,
      ),
      why: 'The service behind the load balancer returns errors to its callers.',
      steps: ['Read the errors in its log.', 'Roll back the last deployment if the errors began with it.'],
      source: OUTAGE_SOURCE,
    },
    latencyJump(
      'TargetLatencyJump',
      elb('TargetResponseTime', 'p75'),
      elb('RequestCount', 'Sum'),
      { perSecond: 1 },
      'The service has become slow.',
    ),
    { ...hosts.unhealthy, appliesTo: ({ isLambda }) => !isLambda },
    { ...hosts.none, appliesTo: ({ isLambda, isTested }) => !isLambda && !isTested },
    unusualLatency(elb('TargetResponseTime', 'p33'), elb('RequestCount', 'Sum'), 'seconds'),
  ],
);

const network = metricsOf('AWS/NetworkELB');
const NETWORK_PAGE = 'elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html';

export const NETWORK_LOAD_BALANCER_RULES = documentedBy<object>(NETWORK_PAGE, [
  portsExhausted(network('PortAllocationErrorCount', 'Sum'), [
    'Compare the flows to each target with the 55,000 that one address of the balancer can open to it.',
    'Register more targets, or switch off the preservation of client addresses.',
  ]),
]);

const networkHosts = hostRules(network);

export const NETWORK_TARGET_GROUP_RULES = documentedBy<Pick<TargetGroupFacts, 'isTested'>>(NETWORK_PAGE, [
  networkHosts.unhealthy,
  { ...networkHosts.none, appliesTo: ({ isTested }) => !isTested },
]);
