import { type Labels, METRIC_NAME } from '../labels';
import type { Element } from './value';

interface Bucket {
  readonly upper: number;
  readonly count: number;
}

/** The quantile of each histogram, which is a series with the label `le` for each bucket. */
export function histogramQuantile(q: number, elements: readonly Element[]): Element[] {
  const histograms = new Map<string, { readonly labels: Labels; readonly buckets: Bucket[] }>();
  for (const { labels, value } of elements) {
    const upper = upperBound(labels.get('le'));
    if (upper === undefined) continue;
    const rest = labels.without(['le', METRIC_NAME]);
    const known = histograms.get(rest.key) ?? { labels: rest, buckets: [] };
    known.buckets.push({ upper, count: value });
    histograms.set(rest.key, known);
  }
  return [...histograms.values()].map(({ labels, buckets }) => ({ labels, value: quantileOfBuckets(q, buckets) }));
}

function upperBound(text: string): number | undefined {
  if (/^\+?inf$/i.test(text)) return Infinity;
  const value = text.trim() === text && text !== '' ? Number(text) : Number.NaN;
  return Number.isNaN(value) ? undefined : value;
}

function quantileOfBuckets(q: number, given: readonly Bucket[]): number {
  if (Number.isNaN(q)) return Number.NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const buckets = monotonic(given);
  const highest = buckets.at(-1) as Bucket;
  if (highest.upper !== Infinity || buckets.length < 2 || highest.count === 0) return Number.NaN;
  const rank = q * highest.count;
  const found = buckets.slice(0, -1).findIndex(({ count }) => count >= rank);
  const index = found < 0 ? buckets.length - 1 : found;
  const { upper, count } = buckets[index] as Bucket;
  if (index === buckets.length - 1) return (buckets.at(-2) as Bucket).upper;
  if (index === 0 && upper <= 0) return upper;
  const below = buckets[index - 1] ?? { upper: 0, count: 0 };
  return below.upper + (upper - below.upper) * ((rank - below.count) / (count - below.count));
}

/** In the order of their bounds, buckets with the same one added up; a count is at least that of the bucket before. */
function monotonic(given: readonly Bucket[]): Bucket[] {
  const counts = new Map<number, number>();
  for (const { upper, count } of given) counts.set(upper, (counts.get(upper) ?? 0) + count);
  const sorted = [...counts].map(([upper, count]) => ({ upper, count })).sort((one, other) => one.upper - other.upper);
  let most = sorted[0]?.count ?? 0;
  return sorted.map((bucket) => {
    if (bucket.count > most) most = bucket.count;
    return bucket.count < most ? { ...bucket, count: most } : bucket;
  });
}
