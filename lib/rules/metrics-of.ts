import type { MetricStatistic } from './rule';

/** Shorthand for the metrics of one AWS namespace. */
export const metricsOf =
  (namespace: string) =>
  (name: string, statistic: string, dimensions?: MetricStatistic['dimensions']): MetricStatistic => ({
    namespace,
    name,
    statistic,
    ...(dimensions === undefined ? {} : { dimensions }),
  });
