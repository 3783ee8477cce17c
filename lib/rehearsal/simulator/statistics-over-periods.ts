import { isMissing, MISSING } from './missing';
import type { Periods } from './periods';
import { Samples } from './samples';
import { type SimpleStatistic, statisticNamed } from './statistic';

/** A statistic of each period, of the first unit that has any samples in it. */
export function statisticsOfUnits(units: readonly Samples[], name: string, periods: Periods): Float64Array {
  const [first = new Samples(), ...others] = units;
  const result = statisticsOver(first, name, periods);
  if (others.length === 0) return result;
  const rest = statisticsOfUnits(others, name, periods);
  return result.map((value, index) => (isMissing(value) ? (rest[index] as number) : value));
}

/** A statistic of each period; NaN where there are no samples. */
export function statisticsOver(samples: Samples, name: string, periods: Periods): Float64Array {
  const statistic = statisticNamed(name);
  if (samples.length === 0) return new Float64Array(periods.length).fill(MISSING);
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

/** Of two numbers of which NaN is none at all. */
type Combine = (one: number, other: number) => number;

const add: Combine = (one, other) => (isMissing(one) ? other : isMissing(other) ? one : one + other);
const least: Combine = (one, other) => (one <= other || isMissing(other) ? one : other);
const greatest: Combine = (one, other) => (one >= other || isMissing(other) ? one : other);

/** Periods that overlap share their parts: each sample is read once, however long the periods are. */
function slidingStatistics(samples: Samples, statistic: SimpleStatistic, periods: Periods, unit: number): Float64Array {
  const { minima, maxima, values, counts } = samples;
  const over = (column: Float64Array | undefined, combine: Combine, weights?: Float64Array): Float64Array =>
    slide(parts(samples, column, combine, periods, unit, weights), periods.stride, combine);
  const sum = (): Float64Array => over(values, add, counts);
  // what was counted zero times was not there
  const whereCounted = (result: Float64Array): Float64Array => {
    if (counts === undefined) return result;
    const count = over(counts, add);
    return result.map((value, index) => (count[index] === 0 ? MISSING : value));
  };
  switch (statistic) {
    case 'Minimum':
      return whereCounted(over(minima ?? values, least));
    case 'Maximum':
      return whereCounted(over(maxima ?? values, greatest));
    case 'SampleCount':
      return whereCounted(over(counts, add));
    case 'Sum':
      return whereCounted(sum());
    case 'Average': {
      const count = over(counts, add);
      return whereCounted(sum().map((total, index) => total / (count[index] as number)));
    }
  }
}

/** One number for all samples of each unit of time, from the oldest period's beginning on. Without a column, they count as 1. */
function parts(
  samples: Samples,
  column: Float64Array | undefined,
  combine: Combine,
  periods: Periods,
  unit: number,
  weights?: Float64Array,
): Float64Array {
  const result = new Float64Array(periods.length + periods.stride - 1).fill(MISSING);
  const origin = periods.startOf(0);
  const { times } = samples;
  const to = samples.indexAt(origin + result.length * unit);
  let part = 0;
  let end = origin + unit;
  for (let index = samples.indexAt(origin); index < to; index++) {
    for (const time = times[index] as number; time >= end; end += unit) part++;
    const value = column === undefined ? 1 : (column[index] as number);
    result[part] = combine(result[part] as number, weights === undefined ? value : value * (weights[index] as number));
  }
  return result;
}

/**
 * Combines each `width` neighbours, with three steps each however many they are (van Herk's algorithm): from each part to the end
 * of its block, and from the beginning of the next block on. Nothing is ever subtracted, so that nothing is lost to rounding.
 */
function slide(parts: Float64Array, width: number, combine: Combine): Float64Array {
  if (width === 1) return parts;
  const toEnd = parts.slice();
  for (let index = parts.length - 2; index >= 0; index--) {
    if ((index + 1) % width !== 0) toEnd[index] = combine(parts[index] as number, toEnd[index + 1] as number);
  }
  const result = new Float64Array(parts.length - width + 1);
  let fromBeginning = MISSING;
  for (let last = 0; last < parts.length; last++) {
    fromBeginning = last % width === 0 ? (parts[last] as number) : combine(fromBeginning, parts[last] as number);
    const first = last - width + 1;
    if (first < 0) continue;
    // a window that is a block is whole already
    result[first] = first % width === 0 ? (toEnd[first] as number) : combine(toEnd[first] as number, fromBeginning);
  }
  return result;
}
