import type { ApiMetrics } from '../rules/api-rules';
import type { Axis, Charts, Line } from './chart';

/** The counts over which an API's expressions are written. */
const countsOf = ({ requests, clientErrors, serverErrors }: ApiMetrics): Line['metrics'] => ({
  n: requests,
  c: clientErrors('Sum'),
  s: serverErrors('Sum'),
});

/** The responses of an operation, by status class. */
export const responses = (metrics: ApiMetrics): Axis => ({
  unit: 'Count',
  lines: [
    // API Gateway publishes none
    { label: '2XX', means: 'success', metrics: countsOf(metrics), expression: 'n - c - s' },
    { label: '4XX', means: 'clientError', metrics: { c: metrics.clientErrors('Sum') } },
    { label: '5XX', means: 'error', metrics: { s: metrics.serverErrors('Sum') } },
  ],
});

/** The latency percentiles of an API or of one operation. */
export const latencies = ({ latency }: ApiMetrics): Axis => ({
  unit: 'ms',
  lines: (['p90', 'p95', 'p99'] as const).map((statistic) => ({
    label: statistic,
    means: statistic,
    metrics: { m: latency(statistic) },
  })),
});

/** Of a stage of an API. */
export function apiCharts(metrics: ApiMetrics): Charts {
  const counts = countsOf(metrics);
  const rates: Line[] = [
    { label: '5XX', means: 'error', metrics: counts, expression: '100 * s / n', rules: ['TargetErrorRate'] },
    { label: '4XX', means: 'clientError', metrics: counts, expression: '100 * c / n' },
  ];
  const { unit, lines } = latencies(metrics);
  return {
    numbers: [
      { label: 'Requests in 5 min', means: 'traffic', metrics: { n: metrics.requests } },
      ...rates.map((line) => ({ ...line, label: `${line.label} %` })),
      { label: 'Latency p95 (ms)', means: 'p95', metrics: { m: metrics.latency('p95') } },
    ],
    symptoms: [
      {
        title: 'error rate',
        left: { unit: 'Percent', lines: rates },
        right: { unit: 'Count', lines: [{ label: 'Requests', means: 'traffic', metrics: { n: metrics.requests } }] },
      },
      {
        title: 'latency',
        left: {
          unit,
          lines: [
            ...lines,
            ...(metrics.integrationLatency === undefined
              ? []
              : [
                  {
                    label: 'Integration p95',
                    means: 'backlog' as const,
                    metrics: { m: metrics.integrationLatency('p95') },
                  },
                ]),
          ],
        },
      },
    ],
    causes: [],
  };
}
