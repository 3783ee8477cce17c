import { Severity } from '../alerting/severity';
import { standingOutErrors } from './baselines';
import { averageWhileFailing } from './expressions';
import { metricsOf } from './readings';
import type { RuleTable } from './rule';
import { unusual } from './traffic';

const cloudfront = metricsOf('AWS/CloudFront');

export interface DistributionFacts {
  readonly hasAdditionalMetrics: boolean;
}

/** CloudFront's error rates are percents already, and one sample a minute. */
export const DISTRIBUTION_RULES: RuleTable<DistributionFacts> = [
  {
    id: 'PortalErrors',
    severity: Severity.P1,
    metrics: { m: cloudfront('5xxErrorRate', 'Average') },
    expression: averageWhileFailing(1.5, 1),
    label: 'Server error rate over 20 minutes',
    unit: 'percent',
    periodMinutes: 1,
    datapoints: [3, 15],
    is: '>=',
    threshold: 3,
    why: 'The portal fails for its visitors.',
    steps: ['Check that the origin answers.', 'Roll back the last deployment if it began with it.'],
    source: 'Measured, as ServerErrors.',
  },
  standingOutErrors('PortalClientErrors', cloudfront('4xxErrorRate', 'Average'), 1, {
    why: 'Visitors get 403 or 404 much more often than usual.',
    steps: ['Look for files that the last deployment removed.', 'Check that CloudFront may read the origin.'],
    source: 'Measured, as ClientErrors.',
  }),
  unusual('UnusualTraffic', cloudfront('Requests', 'Sum'), 'requests', [
    'Open it yourself from outside.',
    'Fewer: check DNS and certificate. More: look for one client, or an attack.',
  ]),
  {
    id: 'OriginLatency',
    severity: Severity.P2,
    appliesTo: ({ hasAdditionalMetrics }) => hasAdditionalMetrics,
    metrics: { m: cloudfront('OriginLatency', 'p90') },
    label: 'Origin latency p90',
    unit: 'milliseconds',
    periodMinutes: 5,
    datapoints: [3, 3],
    is: '>=',
    threshold: 24_000,
    lowSamples: 'ignore',
    why: 'The origin is about to time out.',
    steps: ['Look at the latency of the origin itself.'],
    source: "AWS's recommendation: 80 % of the origin response timeout, which is 30 seconds by default.",
  },
];

/** CloudFront Functions. */
export const EDGE_FUNCTION_RULES: RuleTable<object> = [
  {
    id: 'EdgeFunctionErrors',
    severity: Severity.P2,
    metrics: {
      failed: cloudfront('FunctionExecutionErrors', 'Sum'),
      invalid: cloudfront('FunctionValidationErrors', 'Sum'),
      throttled: cloudfront('FunctionThrottles', 'Sum'),
    },
    expression: 'SUM([failed, invalid, throttled])',
    label: 'Failed runs',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [3, 5],
    is: '>=',
    threshold: 1,
    why: 'Requests fail in the function at the edge.',
    steps: ['Read its log in us-east-1.', 'Publish the version before.'],
    source: "AWS's recommendation, in three separate windows.",
  },
];
