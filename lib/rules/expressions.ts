import { newestOf } from './look-back';

/**
 * Metric math that several rules share. Functions of a whole series (AVG, MAX, …) see the alarm's evaluation range: N periods
 * and a few more, AWS does not say how many, and it advises against them for that reason. Here a window more or less moves an
 * average or a record a little; no rule rests on the exact number.
 */

/** Metric math that breaches only in the newest periods. */
type Comparing = (newest: string) => string;

const times = (factor: number, term: string): string => (factor === 1 ? term : `${factor} * ${term}`);

/** The average over the evaluation range, seen only at minutes that fail themselves: it ends when the failures end. */
export const averageWhileFailing = (guard: number, factor: number): string =>
  `IF(m >= ${guard}, ${times(factor, 'AVG(m)')}, 0)`;

/** Outside of what it varies by anyway, which is much where there are few samples. */
const STANDS_OUT = 'm >= AVG(m) + 1.5 * STDDEV(m)';

/**
 * How many times its own average the newest values are, once there are `of` of them, and neighbours without a gap. With `least`,
 * only where `n` counts as many beside.
 */
export const timesAverage = (of: number, least?: number): Comparing => {
  const enough = least === undefined ? '' : ` AND n >= ${least}`;
  return (newest) =>
    `IF(MAX(i) >= ${of} AND ${newest} AND DIFF_TIME(m) <= PERIOD(m)${enough} AND ${STANDS_OUT}, m / AVG(m), 0)`;
};

/** How many times the highest value of the day before the newest values are, once there are `of` windows to compare. */
export const timesHighest =
  (margin: number, of: number): Comparing =>
  (newest) =>
    `IF(MAX(i) >= ${of} AND ${newest}, m / MAX(IF(${newestOf(margin)}, 0, m)), 0)`;

/** The value, where it stands out of its own day. */
export const standingOut =
  (factor: number): Comparing =>
  (newest) =>
    `IF(${newest} AND m >= 2.5 * AVG(m) AND ${STANDS_OUT}, ${times(factor, 'm')}, 0)`;

/** A small share, where it is `steady` or more all the time, or new. From `limit` on, another rule speaks. */
export const smallOrNew =
  (limit: number, steady: number): Comparing =>
  (newest) =>
    `IF(m < ${limit} AND ${newest} AND (AVG(m) >= ${steady} OR m >= 2.5 * AVG(m)), 100 * m, 0)`;

/** The newest windows, where a share of all windows had `least` or more; elsewhere more than anything. */
export const whereActive =
  (least: number, share: number): Comparing =>
  (newest) =>
    `IF(${newest} AND AVG(IF(f >= ${least}, 1, 0)) >= ${share}, f, 999999999)`;

/** The newest values, where they are more than twice as high as in the `oldest` windows, a day ago: what comes daily is known. */
export const unlikeYesterday =
  (oldest: number): Comparing =>
  (newest) =>
    `IF(${newest} AND f > 2 * MAX(IF(i <= ${oldest}, f, 0)), f, 0)`;

const aroundHour = (days: number): string => `i >= MAX(i) - ${24 * days + 1} AND i <= MAX(i) - ${24 * days - 1}`;

/** The same hour of yesterday and of six days ago, and the hours next to it; yesterday alone, if nothing was there before. */
export const OTHER_DAYS = {
  o: `IF((${aroundHour(1)}) OR (${aroundHour(6)} AND RUNNING_SUM(f) > 0), f)`,
} as const;

/**
 * The newest hour as a share of the lowest of the other days, with `deviations` of what chance takes from a count added, and
 * what those hours vary by; or `factor` times their highest as a share of the newest hour, once that has `enough`. Yesterday
 * alone will do, but on Saturdays.
 */
export const besideOtherDays = (deviations: number, factor: number, enough: number): Comparing => {
  const less = `(f + 1 + ${deviations} * MIN(o) ^ 0.5 + STDDEV(o)) / (MIN(o) + 1)`;
  const more = `IF(f >= ${enough} AND MAX(o) > 0, ${factor} * MAX(o) / f, 1)`;
  return (newest) => `IF(${newest} AND (DATAPOINT_COUNT(o) > 3 OR DAY(f) != 6), MIN([${less}, ${more}]), 1)`;
};

/** Hours until what shrinks by the hour is used up. Below `floor` it counts as used up, above `ceiling` as plenty. */
export function hoursToEmpty(floor: number, ceiling?: number): string {
  const extrapolated = 'IF(DIFF(m) < 0, m / (0 - DIFF(m)), 9999)';
  return `IF(m < ${floor}, 0, ${ceiling === undefined ? extrapolated : `IF(m < ${ceiling}, ${extrapolated}, 9999)`})`;
}
