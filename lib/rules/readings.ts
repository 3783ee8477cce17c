import type { Reading } from './rule';

/** Shorthand for the metrics of one AWS namespace. */
export const metricsOf =
  (namespace: string) =>
  (name: string, statistic: string, dimensions?: Reading['dimensions']): Reading => ({
    namespace,
    name,
    statistic,
    ...(dimensions === undefined ? {} : { dimensions }),
  });
