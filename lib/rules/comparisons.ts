import { type Comparing, newest } from './look-back';

/*
 * How baseline rules compare with the past, in operand types that AWS documents: a number that a function makes of a whole series
 * is made a series again by TIME_SERIES before it meets another one in AND and OR. Averages divide by the points that there are:
 * whether AVG and STDDEV count gaps as zero makes no difference.
 */

const AVERAGE = 'TIME_SERIES(SUM(m) / DATAPOINT_COUNT(m))';
/** Of the same points: how far they usually are from their average. */
const DEVIATION = 'ABS(TIME_SERIES(SUM(m * m) / DATAPOINT_COUNT(m)) - a ^ 2) ^ 0.5';
/** Outside of what it varies by anyway, which is much where there are few samples. */
const STANDS_OUT = 'm >= a + 1.5 * s';

const times = (factor: number, term: string): string => (factor === 1 ? term : `${factor} * ${term}`);
const atLeast = (points: number): string => `TIME_SERIES(DATAPOINT_COUNT(m)) >= ${points}`;

/**
 * How many times its own average the newest values are, once there are `of` of them, and neighbours without a gap. With `least`,
 * only where `n` counts as many beside.
 */
export const timesAverage = (of: number, least?: number): Comparing => ({
  helpers: { a: AVERAGE, s: DEVIATION },
  expression: (isNewest) => {
    const enough = least === undefined ? '' : ` AND n >= ${least}`;
    return `IF(${atLeast(of)} AND ${isNewest} AND DIFF_TIME(m) <= PERIOD(m)${enough} AND ${STANDS_OUT}, m / a, 0)`;
  },
});

/** How many times the highest value of the day before the newest values are, once there are `of` periods to compare. */
export const timesHighest = (margin: number, of: number): Comparing => ({
  helpers: { h: `TIME_SERIES(MAX(IF(${newest(margin)}, 0, m)))` },
  expression: (isNewest) => `IF(${atLeast(of)} AND ${isNewest}, m / h, 0)`,
});

/** A share in percent, where it stands out of its own day and is that of `least` or more of `n`. `factor` makes percent of `m`. */
export const standingOut = (factor: number, least: number): Comparing => ({
  helpers: { a: AVERAGE, s: DEVIATION },
  expression: (isNewest) =>
    `IF(${isNewest} AND m * n >= ${(100 / factor) * least} AND m >= 2.5 * a AND ${STANDS_OUT}, ${times(factor, 'm')}, 0)`,
});

/** A small share, where it is `steady` or more all the time, or new. From `limit` on, another rule is responsible. */
export const smallOrNew = (limit: number, steady: number): Comparing => ({
  helpers: { a: AVERAGE },
  expression: (isNewest) => `IF(m < ${limit} AND ${isNewest} AND (a >= ${steady} OR m >= 2.5 * a), 100 * m, 0)`,
});

/** The newest periods, where a share of all periods had `least` or more; elsewhere more than anything. */
export const whereActive = (least: number, share: number): Comparing => ({
  helpers: { c: `TIME_SERIES(SUM(IF(f >= ${least}, 1, 0)) / DATAPOINT_COUNT(f))` },
  expression: (isNewest) => `IF(${isNewest} AND c >= ${share}, f, 999999999)`,
});

/** The newest values, where they are more than twice as high as in `periods` periods that began `ago` periods ago. */
export const unlikeBefore = (ago: number, periods: number): Comparing => ({
  helpers: { y: `TIME_SERIES(MAX(IF(i <= MAX(i) - ${ago - periods} AND i > MAX(i) - ${ago}, f, 0)))` },
  expression: (isNewest) => `IF(${isNewest} AND f > 2 * y, f, 0)`,
});

const aroundHour = (days: number): string => `i >= MAX(i) - ${24 * days + 1} AND i <= MAX(i) - ${24 * days - 1}`;

/**
 * The newest hour as a share of the lowest of the other days, with `deviations` of what chance takes from a count added, and
 * what those hours vary by; or `factor` times their highest as a share of the newest hour, once that has `enough`. Yesterday
 * alone will do, but on Saturdays.
 */
export const besideOtherDays = (deviations: number, factor: number, enough: number): Comparing => ({
  helpers: {
    // the same hour of yesterday and of six days ago, and the hours next to it; yesterday alone, if nothing was there before
    o: `IF((${aroundHour(1)}) OR (${aroundHour(6)} AND RUNNING_SUM(f) > 0), f)`,
    lo: 'TIME_SERIES(MIN(o))',
    hi: 'TIME_SERIES(MAX(o))',
    s: 'ABS(TIME_SERIES(SUM(o * o) / DATAPOINT_COUNT(o) - (SUM(o) / DATAPOINT_COUNT(o)) ^ 2)) ^ 0.5',
    less: `(f + 1 + ${deviations} * lo ^ 0.5 + s) / (lo + 1)`,
    more: `IF(f >= ${enough} AND hi > 0, ${factor} * hi / f, 1)`,
  },
  expression: (isNewest) =>
    `IF(${isNewest} AND (TIME_SERIES(DATAPOINT_COUNT(o)) > 3 OR DAY(f) != 6), IF(less < more, less, more), 1)`,
});
