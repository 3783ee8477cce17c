/**
 * Metric math that several rules share. Functions of a whole series (AVG, MAX, …) see the alarm's evaluation range: N periods
 * and a few more, AWS does not say how many, and it advises against them for that reason. Here a window more or less moves an
 * average or a record a little; no rule rests on the exact number.
 */

/** Counts the windows from the oldest, so that an expression can speak of the newest ones. */
export const POSITION = { i: 'RUNNING_SUM(m * 0 + 1)' } as const;

const times = (factor: number, term: string): string => (factor === 1 ? term : `${factor} * ${term}`);
const newest = (windows: number): string => `i > MAX(i) - ${windows}`;

/** The average over the evaluation range, seen only at minutes that fail themselves: it ends when the failures end. */
export const averageWhileFailing = (guard: number, factor: number): string =>
  `IF(m >= ${guard}, ${times(factor, 'AVG(m)')}, 0)`;

/** Outside of what it varies by anyway, which is much where there are few samples. */
const STANDS_OUT = 'm >= AVG(m) + 1.5 * STDDEV(m)';

/** How many times its own average the newest values are. Needs a full range, and neighbours without a gap. */
export const timesAverage = (windows: number, of: number): string =>
  `IF(MAX(i) >= ${of} AND ${newest(windows)} AND DIFF_TIME(m) <= PERIOD(m) AND ${STANDS_OUT}, m / AVG(m), 0)`;

/** How many times the highest value of the day before the newest values are, once there are `of` windows to compare. */
export const timesHighest = (windows: number, margin: number, of: number): string =>
  `IF(MAX(i) >= ${of} AND ${newest(windows)}, m / MAX(IF(${newest(margin)}, 0, m)), 0)`;

/** The value, where it stands out of its own day. */
export const standingOut = (windows: number, factor: number): string =>
  `IF(${newest(windows)} AND m >= 2.5 * AVG(m) AND ${STANDS_OUT}, ${times(factor, 'm')}, 0)`;

/** A small share, where it is `steady` or more, or new. From `limit` on, another rule speaks. */
export const smallOrNew = (windows: number, limit: number, steady: number): string =>
  `IF(m < ${limit} AND ${newest(windows)} AND (m >= ${steady} OR m >= 2.5 * AVG(m)), 100 * m, 0)`;

/**
 * The newest window as a share of the lowest window of the day before, where all `of` windows are there and each of those had
 * at least `floor`.
 */
export function shareOfLowest(margin: number, of: number, floor: number): string {
  const lowest = `MIN(IF(${newest(margin)}, 999999999, m))`;
  return `IF(i == MAX(i) AND MAX(i) >= ${of} AND ${lowest} >= ${floor}, m / ${lowest}, 1)`;
}

/** Hours until what shrinks by the hour is used up. Below `floor` it counts as used up, above `ceiling` as plenty. */
export function hoursToEmpty(floor: number, ceiling?: number): string {
  const extrapolated = 'IF(DIFF(m) < 0, m / (0 - DIFF(m)), 9999)';
  return `IF(m < ${floor}, 0, ${ceiling === undefined ? extrapolated : `IF(m < ${ceiling}, ${extrapolated}, 9999)`})`;
}
