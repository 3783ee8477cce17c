import { evaluatePromQl } from '../../lib/prometheus/evaluation/evaluate';
import { EvaluationError } from '../../lib/prometheus/evaluation/value';
import { Labels } from '../../lib/prometheus/labels';
import { parsePromQl } from '../../lib/prometheus/promql/parse';
import { SeriesStore } from '../../lib/prometheus/series';
import { parseSeries, parseValues } from '../../lib/prometheus/testing/series-notation';

/** The value of each series, by the key of its labels. */
export type Result = ReadonlyMap<string, number> | 'refused';

/** A query on made series, which have a value each interval. */
export interface Query {
  readonly series: readonly { readonly series: string; readonly values: string }[];
  /** Seconds. */
  readonly interval: number;
  readonly query: string;
  /** Seconds after the start. No sample after it is known. */
  readonly time: number;
}

/** @param step of subqueries without one, in seconds */
export function resultOf({ series, interval, query, time }: Query, step = 60): Result {
  const store = new SeriesStore();
  for (const each of series) {
    parseValues(each.values).forEach((value, index) => {
      const at = index * interval;
      if (value !== undefined && at <= time) store.append(parseSeries(each.series), { time: at * 1000, value });
    });
  }
  const { expression, problems } = parsePromQl(query);
  if (expression === undefined) throw new Error(`${query}: ${problems[0]?.message}`);
  try {
    const value = evaluatePromQl(expression, time * 1000, store, { interval: step * 1000 });
    const elements = typeof value === 'object' ? value : [{ labels: Labels.none, value: Number(value) }];
    return new Map(elements.map((each) => [each.labels.key, each.value]));
  } catch (error) {
    if (error instanceof EvaluationError) return 'refused';
    throw error;
  }
}

/** Sums depend on the order of series, which promtool leaves to chance. */
const isClose = (one: number, other: number): boolean =>
  Object.is(one, other) ||
  one === other ||
  Math.abs(one - other) <= 1e-11 * Math.max(1, Math.abs(one), Math.abs(other));

export function isSame(one: Result, other: Result): boolean {
  if (one === 'refused' || other === 'refused') return one === other;
  return (
    one.size === other.size && [...one].every(([key, value]) => isClose(value, other.get(key) ?? Number.MAX_VALUE))
  );
}
