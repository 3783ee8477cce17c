import type { MetricIdentity } from './model';

/** The same text for the same metric, in whatever order its dimensions stand. */
export function metricKey({ namespace, name, dimensions, accountId }: MetricIdentity): string {
  const sorted = Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([namespace, name, sorted, accountId]);
}
