import { Severity } from '../contracts/severity';
import { percentBad } from './expressions';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';
import type { MetricStatistic, RuleRow } from './rule';

const nat = metricsOf('AWS/NATGateway');

/** Connections that got no source port, of whatever translates addresses. */
export const portsExhausted = (
  refused: MetricStatistic,
  steps: RuleRow<object>['steps'],
): Omit<RuleRow<object>, 'ground'> => ({
  id: 'PortsExhausted',
  severity: Severity.P2,
  metrics: { m: refused },
  label: 'Connections without a source port',
  unit: 'count',
  periodMinutes: 5,
  datapoints: [3, 5],
  is: '>=',
  threshold: 1,
  why: 'Connections fail, because too many go to one destination at the same time.',
  steps,
  source: 'AWS: any is a connection that failed. In three separate windows, since bursts touch two at most.',
});

export const NAT_GATEWAY_RULES = documentedBy<object>('vpc/latest/userguide/metrics-dimensions-nat-gateway.html', [
  portsExhausted(nat('ErrorPortAllocation', 'Sum'), [
    'Compare ActiveConnectionCount with the 55,000 that one address can open to one destination.',
    'Keep connections open and share them, or add an address to the gateway.',
  ]),
  {
    id: 'PacketsDropped',
    severity: Severity.P2,
    metrics: {
      bad: nat('PacketsDropCount', 'Sum'),
      sent: nat('PacketsOutToDestination', 'Sum'),
      received: nat('PacketsInFromDestination', 'Sum'),
    },
    expression: percentBad(100, '(sent + received)'),
    label: 'Dropped packets',
    unit: 'percent',
    periodMinutes: 5,
    datapoints: [3, 3],
    is: '>=',
    threshold: 0.01,
    why: 'The gateway drops packets: connections to the outside stall.',
    steps: [
      "Look at AWS's health dashboard for the Availability Zone.",
      'Route the subnets through a gateway of another zone.',
    ],
    source:
      'AWS: a problem of the service, if more than 0.01 % of the packets. Of a hundred or more, for a quarter of an hour.',
  },
]);
