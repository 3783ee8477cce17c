import type { MetricDeclarations } from './catalogue';

const FIND_COMPONENT = 'Find the component on the dashboard.';

/**
 * Health metrics of each component, with alarms, for the `metrics` of a catalogue. `healthEndpoint` of
 * `cdk-vigil/lambda` publishes them. The worst component decides.
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
    // 2 periods, so that one lost response does not alarm; CloudWatch looks back a little further where it is called every 10 minutes
    alarm: [
      {
        above: 1,
        within: 'PT5M',
        times: 2,
        severity: 'P1',
        why: 'A component is unhealthy: it fails or does not answer in time.',
        steps: [FIND_COMPONENT, 'Read in the log why its check failed.'],
      },
      {
        above: 0,
        within: 'PT5M',
        times: 2,
        severity: 'P2',
        why: 'A component is degraded, or worse.',
        steps: [FIND_COMPONENT, 'Read the details in the response of the endpoint.'],
      },
    ],
  },
  HealthCheckDuration: { unit: 'Milliseconds', dimensions: ['Component'] },
  HeapUsedBytes: { unit: 'Bytes', kind: 'gauge' },
} as const satisfies MetricDeclarations;
