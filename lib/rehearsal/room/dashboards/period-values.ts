import type { MetricStore } from '../../simulator/metric-store';
import { MISSING } from '../../simulator/missing';
import type { Metric } from '../../simulator/model';
import type { Periods } from '../../simulator/periods';
import type { Samples } from '../../simulator/samples';
import { statisticsOfUnits } from '../../simulator/statistics-over-periods';

/** The values of a statistic that were computed last. */
interface Known {
  readonly start: number;
  readonly values: Float64Array;
  /** Data before this time were complete. */
  readonly completeUntil: number;
  /** How many samples had come late: another one may have changed any period. */
  readonly late: number;
}

const KNOWN = new WeakMap<Samples, Map<string, Known>>();

/** A statistic of each period. Of periods that were computed before, only those that data have been added to are computed again. */
export function valuesOf(metric: Metric, store: MetricStore, periods: Periods): Float64Array {
  const units = store.samplesByUnit(metric, metric.unit);
  const [samples] = units;
  if (samples === undefined || units.length > 1) return statisticsOfUnits(units, metric.statistic, periods);
  const ofSamples = KNOWN.get(samples) ?? new Map<string, Known>();
  KNOWN.set(samples, ofSamples);
  const key = `${metric.statistic} ${periods.seconds}`;
  const known = ofSamples.get(key);
  const start = periods.startOf(0);
  const { late } = samples;
  const values = new Float64Array(periods.length).fill(MISSING);
  const isUsable = known !== undefined && known.late === late && known.start <= start;
  const complete = isUsable ? copied(known, values, start, periods.seconds) : 0;
  values.set(statisticsOfUnits(units, metric.statistic, from(periods, complete)), complete);
  const newest = samples.times.at(-1) ?? start;
  ofSamples.set(key, { start, values, completeUntil: newest, late });
  return values;
}

/** @returns how many of the first values were known and are complete */
function copied({ start: before, values, completeUntil }: Known, into: Float64Array, start: number, seconds: number) {
  const skipped = (start - before) / seconds;
  if (!Number.isInteger(skipped)) return 0;
  const complete = Math.floor((completeUntil - start) / seconds);
  const count = Math.max(0, Math.min(values.length - skipped, into.length, complete));
  into.set(values.subarray(skipped, skipped + count));
  return count;
}

/** The periods without the first ones. */
const from = (periods: Periods, first: number): Periods => ({
  ...periods,
  length: periods.length - first,
  startOf: (index) => periods.startOf(first + index),
  endOf: (index) => periods.endOf(first + index),
  evaluatedAt: (index) => periods.evaluatedAt(first + index),
});
