import type { MetricDeclarations } from './catalogue';

const WHERE = 'See on the dashboard which component it is.';

/**
 * What a health endpoint tells of each component, with alarms: for the `metrics` of a catalogue, measured by `healthEndpoint` of
 * `cdk-vigil/lambda`. The worst component decides.
 *
 * @example
 * defineMetrics({ namespace: 'Invoicing', metrics: { ...HEALTH_METRICS } });
 */
export const HEALTH_METRICS = {
  /** 0 is healthy, 1 degraded, 2 unhealthy. */
  HealthStatus: {
    unit: 'None',
    kind: 'gauge',
    dimensions: ['Component'],
    // twice, so that one lost answer tells nobody; `ignore`, since some endpoints are asked more seldom than every 5 minutes
    alarm: [
      {
        above: 1,
        within: 'PT5M',
        times: 2,
        missing: 'ignore',
        severity: 'P1',
        why: 'A component is unhealthy: it fails or does not answer in time.',
        steps: [WHERE, 'Read in the log why its check failed.'],
      },
      {
        above: 0,
        within: 'PT5M',
        times: 2,
        missing: 'ignore',
        severity: 'P2',
        why: 'A component is degraded, or worse.',
        steps: [WHERE, 'Read the numbers that the endpoint answers.'],
      },
    ],
  },
  HealthCheckDuration: { unit: 'Milliseconds', dimensions: ['Component'] },
  HeapUsedBytes: { unit: 'Bytes', kind: 'gauge' },
} as const satisfies MetricDeclarations;
