import type { ApiMetrics } from '../rules/api-rules';
import type { Line } from './line';

/** The counts over which an API's expressions are written. */
export const countsOf = ({ requests, clientErrors, serverErrors }: ApiMetrics): Line['metrics'] => ({
  n: requests,
  c: clientErrors('Sum'),
  s: serverErrors('Sum'),
});

/** The responses of an API, or of one operation, by status class. */
export const answers = (metrics: ApiMetrics): Line[] => [
  { label: '2XX', metrics: countsOf(metrics), expression: 'n - c - s' }, // API Gateway publishes none
  { label: '4XX', metrics: { c: metrics.clientErrors('Sum') } },
  { label: '5XX', metrics: { s: metrics.serverErrors('Sum') } },
];

/** The latency percentiles of an API or of one operation. */
export const latencies = ({ latency }: ApiMetrics): Line[] =>
  ['p90', 'p95', 'p99'].map((statistic) => ({ label: `${statistic} (ms)`, metrics: { m: latency(statistic) } }));
