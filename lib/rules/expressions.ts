/**
 * Metric math that several rules share. Functions of a whole series (AVG, MAX, …) see the alarm's evaluation range: N periods
 * and a few more, AWS does not say how many. Every rule here gives the same verdict whether it is two more or five.
 */

/** Counts the windows from the oldest, so that an expression can speak of the newest ones. */
export const POSITION = { i: 'RUNNING_SUM(m * 0 + 1)' } as const;

const newest = (windows: number): string => `i > MAX(i) - ${windows}`;

/** The average over the evaluation range, seen only at minutes that fail themselves: it ends when the failures end. */
export const averageWhileFailing = (guard: number, factor: number): string =>
  `IF(m >= ${guard}, ${factor} * AVG(m), 0)`;

/** How many times its own average the newest values are. Needs a full range, and neighbours without a gap. */
export const timesAverage = (windows: number, of: number): string =>
  `IF(MAX(i) >= ${of} AND ${newest(windows)} AND DIFF_TIME(m) <= PERIOD(m), m / AVG(m), 0)`;

/** How many times the highest value of the day before the newest values are. */
export const timesHighest = (windows: number, margin: number): string =>
  `IF(${newest(windows)}, m / MAX(IF(${newest(margin)}, 0, m)), 0)`;

/** The value, where it stands out of its own day. */
export const standingOut = (windows: number, factor: number): string =>
  `IF(${newest(windows)} AND m >= 2.5 * AVG(m) AND m >= AVG(m) + 1.5 * STDDEV(m), ${factor} * m, 0)`;

/** The newest window's sum, if each window of the day before had at least `floor`; else something high. */
export const afterSteady = (floor: number, margin: number): string =>
  `IF(i == MAX(i), m + 99 * (MIN(IF(${newest(margin)}, 999999, m)) < ${floor}), 99)`;

/** Hours until what shrinks by the hour is used up. Below `floor` it counts as used up, above `ceiling` as plenty. */
export function hoursToEmpty(floor: number, ceiling?: number): string {
  const extrapolated = 'IF(DIFF(m) < 0, m / (0 - DIFF(m)), 9999)';
  return `IF(m < ${floor}, 0, ${ceiling === undefined ? extrapolated : `IF(m < ${ceiling}, ${extrapolated}, 9999)`})`;
}
