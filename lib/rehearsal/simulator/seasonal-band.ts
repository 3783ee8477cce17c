import { isMissing, MISSING } from './missing';
import type { Periods } from './periods';
import type { Samples } from './samples';
import { statisticsOfUnits } from './statistics-over-periods';

const DAY = 86_400;
/** As far back as CloudWatch trains its own model. */
const DAYS = 14;
/** With fewer, nothing can be said of what is usual. */
const FEWEST = 3;

/**
 * The band of expected values by a model of our own, not CloudWatch's, which nobody has published: the mean at the same time of the
 * days before, and so many standard deviations above and below it.
 */
export function seasonalBand(
  units: readonly Samples[],
  statistic: string,
  periods: Periods,
  width: number,
): readonly [upper: Float64Array, lower: Float64Array] {
  const days = Array.from({ length: DAYS }, (_, index) =>
    statisticsOfUnits(units, statistic, daysBefore(periods, index + 1)),
  );
  const upper = new Float64Array(periods.length).fill(MISSING);
  const lower = upper.slice();
  for (let index = 0; index < periods.length; index++) {
    const values = days.map((day) => day[index] as number).filter((value) => !isMissing(value));
    if (values.length < FEWEST) continue;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    upper[index] = mean + width * Math.sqrt(variance);
    lower[index] = mean - width * Math.sqrt(variance);
  }
  return [upper, lower];
}

const daysBefore = (periods: Periods, days: number): Periods => ({
  ...periods,
  startOf: (index) => periods.startOf(index) - days * DAY,
  endOf: (index) => periods.endOf(index) - days * DAY,
});
