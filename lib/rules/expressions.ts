import type { RuleRow } from './rule';

// Metric math of the default rules, of constructs that AWS documents and does not advise against in alarms.

type Math = Pick<RuleRow<object>, 'helpers' | 'expression'>;

/** Percent of bad events, once there are so many that they are no chance. */
export const percentBad = (enough: number, all = 'all'): string => `IF(bad >= ${enough}, 100 * bad / ${all}, 0)`;

/**
 * How many more bad events there are than a share of all would be. A share alone would be reached by a single one where there
 * are few; a number alone by a busy service that does well.
 */
export const badBeyond = (percent: number, all = 'all'): string => `bad - ${percent / 100} * ${all}`;

/**
 * The value one, two, … periods ago, as series beside `of`: DIFF is documented as the change since the point before. Where there is
 * no point so far back they have none, since DIFF_TIME has none either.
 *
 * @param names of the series, from the newest
 */
export const previous = (of: string, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.map((name, index) => {
      const later = names[index - 1] ?? of;
      return [name, `IF(DIFF_TIME(${later}) > 0, ${later} - DIFF(${later}))`];
    }),
  );

/** Nothing, after five periods that had some each: the least of the five. */
export const noneAfterSome = (): Math => ({
  helpers: {
    f: 'FILL(m, 0)',
    ...previous('f', ['p', 'q', 'r', 's', 't']),
    pq: 'IF(p < q, p, q)',
    rs: 'IF(r < s, r, s)',
    least: 'IF(pq < rs, pq, rs)',
  },
  expression: 'IF(f < 1, IF(least < t, least, t), 0)',
});

/**
 * How many times the higher of the two periods before, side by side without a gap. Nothing below `floor`, and nothing where this
 * period or the one before has fewer than `samples`, which `n` counts.
 */
export const timesBefore = (floor: number, samples: number): Math => ({
  helpers: { ...previous('m', ['p', 'q']), ...previous('n', ['k']), before: 'IF(p > q, p, q)' },
  expression: `IF(m >= ${floor} AND n >= ${samples} AND k >= ${samples} AND DIFF_TIME(m) <= PERIOD(m), m / before, 0)`,
});

/** A percentile of one value is that value: there has to be a handful. Where there is none, there is no data. */
export const ofSamples = (least: number): string => `IF(n >= ${least}, m)`;

/** Hours until what shrinks by the hour is used up. Below `floor` it counts as used up, above `ceiling` as plenty. */
export function hoursToEmpty(floor: number, ceiling?: number): string {
  const extrapolated = 'IF(DIFF(m) < 0, m / (0 - DIFF(m)), 9999)';
  return `IF(m < ${floor}, 0, ${ceiling === undefined ? extrapolated : `IF(m < ${ceiling}, ${extrapolated}, 9999)`})`;
}
