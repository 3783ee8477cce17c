import type { Periods } from './periods';
import type { Samples } from './samples';
import { type SimpleStatistic, statisticNamed } from './statistic';

/** A statistic of each period; NaN where there are no samples. */
export function statisticsOver(samples: Samples, name: string, periods: Periods): Float64Array {
  const statistic = statisticNamed(name);
  if (samples.length === 0) return new Float64Array(periods.length).fill(Number.NaN);
  const { simple } = statistic;
  if (simple !== undefined && periods.unitSeconds !== undefined) {
    return slidingStatistics(samples, simple, periods, periods.unitSeconds);
  }
  const result = new Float64Array(periods.length);
  let [from, to] = [samples.indexAt(periods.startOf(0)), 0];
  const { times } = samples;
  for (let index = 0; index < result.length; index++) {
    const [start, end] = [periods.startOf(index), periods.endOf(index)];
    while (from < times.length && (times[from] as number) < start) from++;
    to = Math.max(to, from);
    while (to < times.length && (times[to] as number) < end) to++;
    result[index] = statistic.of(samples, from, to);
  }
  return result;
}

type Combine = (one: number, other: number) => number;

const add: Combine = (one, other) => one + other;

/** Periods that overlap share their parts: each sample is read once, however long the periods are. */
function slidingStatistics(samples: Samples, statistic: SimpleStatistic, periods: Periods, unit: number): Float64Array {
  const { minima, maxima, values, counts } = samples;
  const over = (column: Float64Array | undefined, combine: Combine, empty: number) =>
    slide(parts(samples, column, combine, empty, periods, unit), periods.stride, combine, empty);
  const missing = (least: Float64Array): Float64Array =>
    least.map((value) => (Number.isFinite(value) ? value : Number.NaN));
  switch (statistic) {
    case 'Minimum':
      return missing(over(minima ?? values, Math.min, Number.POSITIVE_INFINITY));
    case 'Maximum':
      return missing(over(maxima ?? values, Math.max, Number.NEGATIVE_INFINITY));
    default: {
      const count = over(counts, add, 0);
      if (statistic === 'SampleCount') return count.map((each) => (each === 0 ? Number.NaN : each));
      const weighted = counts === undefined ? values : values.map((value, index) => value * (counts[index] as number));
      const sum = over(weighted, add, 0);
      for (let index = 0; index < sum.length; index++) {
        const of = count[index] as number;
        sum[index] = of === 0 ? Number.NaN : (sum[index] as number) / (statistic === 'Average' ? of : 1);
      }
      return sum;
    }
  }
}

/** One number for all samples of each unit of time, from the oldest period's beginning on. Without a column, they count as 1. */
function parts(
  samples: Samples,
  column: Float64Array | undefined,
  combine: Combine,
  empty: number,
  periods: Periods,
  unit: number,
): Float64Array {
  const result = new Float64Array(periods.length + periods.stride - 1).fill(empty);
  const origin = periods.startOf(0);
  const { times } = samples;
  const end = samples.indexAt(origin + result.length * unit);
  for (let index = samples.indexAt(origin); index < end; index++) {
    const part = Math.floor(((times[index] as number) - origin) / unit);
    result[part] = combine(result[part] as number, column === undefined ? 1 : (column[index] as number));
  }
  return result;
}

/**
 * Combines each `width` neighbours, with three steps each however many they are (van Herk's algorithm): from each part to the end
 * of its block, and from the beginning of the next block on. Nothing is ever subtracted, so that nothing is lost to rounding.
 */
function slide(parts: Float64Array, width: number, combine: Combine, empty: number): Float64Array {
  if (width === 1) return parts;
  const toEnd = parts.slice();
  for (let index = parts.length - 2; index >= 0; index--) {
    if ((index + 1) % width !== 0) toEnd[index] = combine(parts[index] as number, toEnd[index + 1] as number);
  }
  const result = new Float64Array(parts.length - width + 1);
  let fromBeginning = empty;
  for (let last = 0; last < parts.length; last++) {
    fromBeginning = last % width === 0 ? (parts[last] as number) : combine(fromBeginning, parts[last] as number);
    const first = last - width + 1;
    if (first < 0) continue;
    // a window that is a block is whole already
    result[first] = first % width === 0 ? (toEnd[first] as number) : combine(toEnd[first] as number, fromBeginning);
  }
  return result;
}
