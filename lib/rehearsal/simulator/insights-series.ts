import { attributesOf, type InsightsQuery, selects } from './insights';
import type { MetricStore } from './metric-store';
import { Samples } from './samples';

/** The samples of each series of a query, by what it has in common. */
export function seriesOf(query: InsightsQuery, store: MetricStore): Map<string, Series> {
  const groups = new Map<string, Samples[]>();
  const attributes = new Map<string, Record<string, string>>();
  for (const metric of store.metrics) {
    if (!selects(query, metric)) continue;
    const own = attributesOf(query, metric);
    const key = JSON.stringify(Object.entries(own));
    attributes.set(key, own);
    groups.set(key, [...(groups.get(key) ?? []), ...store.samplesByUnit(metric)]);
  }
  return new Map(
    [...groups].map(([key, samples]) => [
      key,
      { attributes: attributes.get(key) as Record<string, string>, samples: Samples.merged(samples) },
    ]),
  );
}

export interface Series {
  readonly attributes: Readonly<Record<string, string>>;
  readonly samples: Samples;
}
