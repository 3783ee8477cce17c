import { Severity } from '../contracts/severity';
import { unusual, unusualClientErrors } from './baselines';
import { ofSamples } from './expressions';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const cloudfront = metricsOf('AWS/CloudFront');

export interface DistributionFacts {
  readonly hasAdditionalMetrics: boolean;
}

/** CloudFront's error rates are percents already, and one sample a minute. */
export const DISTRIBUTION_RULES = documentedBy<DistributionFacts>(
  'AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html',
  [
    {
      id: 'PortalErrors',
      severity: Severity.P1,
      metrics: { m: cloudfront('5xxErrorRate', 'Average'), n: cloudfront('Requests', 'Sum') },
      // percent of so many requests: 200 are two requests
      expression: 'IF(m * n >= 200, m, 0)',
      label: 'Server error rate',
      unit: 'percent',
      periodMinutes: 1,
      datapoints: [3, 15],
      is: '>=',
      threshold: 10,
      why: 'The portal returns errors to its visitors.',
      steps: ['Check that the origin answers.', 'Roll back the last deployment if the errors began with it.'],
      source:
        'Project default, as ServerErrors: a tenth of the requests in three separate minutes, and two or more of them in each.',
    },
    {
      id: 'PortalClientErrors',
      severity: Severity.P2,
      metrics: { m: cloudfront('4xxErrorRate', 'Average'), n: cloudfront('Requests', 'Sum') },
      expression: 'IF(n >= 20, m, 0)',
      label: 'Client error rate',
      unit: 'percent',
      periodMinutes: 10,
      datapoints: [4, 4],
      is: '>=',
      threshold: 40,
      why: 'Two of five requests or more end in a 4XX status, such as 403 or 404.',
      steps: ['Look for files that the last deployment removed.', 'Check that CloudFront may read the origin.'],
      source:
        'Project default, as ClientErrors: two of five requests in each of four periods of ten minutes, of 20 requests or more.',
    },
    {
      id: 'OriginLatency',
      severity: Severity.P2,
      appliesTo: ({ hasAdditionalMetrics }) => hasAdditionalMetrics,
      metrics: { m: cloudfront('OriginLatency', 'p90'), n: cloudfront('Requests', 'Sum') },
      expression: ofSamples(20),
      label: 'Origin latency p90',
      unit: 'milliseconds',
      periodMinutes: 5,
      datapoints: [3, 3],
      is: '>=',
      threshold: 24_000,
      why: 'The origin is about to time out.',
      steps: ['Look at the latency of the origin itself.'],
      source: "AWS's recommendation: 80 % of the origin response timeout, which is 30 seconds by default.",
    },
    unusualClientErrors(cloudfront('4xxErrorRate', 'Average'), cloudfront('Requests', 'Sum'), 1, {
      why: 'Requests end in a 4XX status, such as 403 or 404, much more often than usual.',
      steps: ['Look for files that the last deployment removed.', 'Check that CloudFront may read the origin.'],
    }),
    unusual('UnusualTraffic', cloudfront('Requests', 'Sum'), 'requests', [
      'Open it in a browser, from outside AWS.',
      'Fewer: check DNS and certificate. More: look for one client, or an attack.',
    ]),
  ],
);

/** CloudFront Functions. */
export const EDGE_FUNCTION_RULES = documentedBy<object>(
  'AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html',
  [
    {
      id: 'EdgeFunctionErrors',
      severity: Severity.P2,
      metrics: {
        failed: cloudfront('FunctionExecutionErrors', 'Sum'),
        invalid: cloudfront('FunctionValidationErrors', 'Sum'),
        throttled: cloudfront('FunctionThrottles', 'Sum'),
      },
      expression: 'SUM([failed, invalid, throttled])',
      label: 'Failed executions',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [3, 5],
      is: '>=',
      threshold: 1,
      why: 'Requests fail in the function at the edge.',
      steps: ['Read its log in us-east-1.', 'Publish the version before.'],
      source: "AWS's recommendation, in three separate windows.",
    },
  ],
);
