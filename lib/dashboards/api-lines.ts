import type { ApiMetrics } from '../rules/api-rules';
import type { Line } from './line';

/** The counts over which an API's expressions are written. */
export const countsOf = ({ requests, clientErrors, serverErrors }: ApiMetrics): Line['metrics'] => ({
  n: requests('Sum'),
  c: clientErrors('Sum'),
  s: serverErrors('Sum'),
});

/** How often an API, or one operation of it, answered what. */
export const answers = (metrics: ApiMetrics): Line[] => [
  { label: '2XX', metrics: countsOf(metrics), expression: 'n - c - s' }, // API Gateway publishes none
  { label: '4XX', metrics: { c: metrics.clientErrors('Sum') } },
  { label: '5XX', metrics: { s: metrics.serverErrors('Sum') } },
];

/** How long one caller in ten, in twenty, in a hundred waited at least. */
export const latencies = ({ latency }: ApiMetrics): Line[] =>
  ['p90', 'p95', 'p99'].map((statistic) => ({ label: `${statistic} (ms)`, metrics: { m: latency(statistic) } }));
