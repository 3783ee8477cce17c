import type { SampleSet } from '../support/evaluator/history';
import { percentileOf } from '../support/evaluator/statistics';

/**
 * Samples that a statistic reads as `value`. Other statistics read something else, and not even the same multiple of it in
 * each period. The sample that decides comes first, so that half of the period tells another story than all of it.
 *
 * @param enough for a percentile to mean something
 */
export function samplesFor(statistic: string, value: number, period: number, enough: boolean): (number | SampleSet)[] {
  const uneven = 1 + (period % 2);
  const percent = percentileOf(statistic);
  if (percent !== undefined) {
    const least = Math.ceil(200 / (100 - percent));
    const times = enough ? 5 : 1;
    return [
      ...repeat(2 * times, value),
      ...repeat((least - 3) * times, value / 2 / uneven),
      ...repeat(times, 3 * uneven * value),
    ];
  }
  switch (statistic) {
    case 'Sum':
      return [value / 2, value / 4, ...repeat(uneven, value / 4 / uneven)];
    case 'Average':
      return [(2 + uneven) * value, ...repeat(1 + uneven, 0)];
    case 'Maximum':
      return [value, value / 2 / uneven, value / 4];
    case 'Minimum':
      return [value, value + uneven * Math.max(value, 1), value + 2 * uneven * Math.max(value, 1)];
    case 'SampleCount':
      return evenly(Math.floor(value));
    default:
      throw new Error(`Nothing is known of the statistic '${statistic}'`);
  }
}

const repeat = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

/** More samples than this in a period are published in sets, one for each five minutes of an hour: there may be ten thousands. */
const MOST_ALONE = 12;

/** Samples of 0, evenly spread over the period. */
function evenly(count: number): SampleSet[] {
  const sets = Math.min(count, MOST_ALONE);
  const upTo = (set: number): number => Math.ceil((set * count) / sets);
  return Array.from({ length: sets }, (_, set) => ({ value: 0, count: upTo(set + 1) - upTo(set) }));
}
