/** What a period should look like to a rule: a value of the number that it compares, or how things normally are. */
export type Level = number | 'healthy' | 'absent';
/** What each metric of an alarm reads in each period, by id. Undefined: no data. */
export type Readings = Readonly<Record<string, readonly (number | undefined)[]>>;

/** The numbers of the alarm under test, so that nothing has to be told twice. */
export interface Numbers {
  readonly breaching: number;
  readonly of: number;
  /** How many periods CloudWatch looks at. */
  readonly range: number;
  readonly threshold: number;
  /** A value that only just breaches, and one that only just does not. */
  readonly beyond: number;
  readonly within: number;
  /** The ids of the metrics. */
  readonly ids: readonly string[];
  /** A number in the alarm's metric math: the first group of `pattern`, at its nth match. */
  readonly inMath: (pattern: RegExp, nth?: number) => number;
  /** What the metric math multiplies such a term by: 1 if by nothing. */
  readonly factorOf: (term: string) => number;
}

/** Readings that are not about the compared number, and what has to come of them. */
export interface Special {
  readonly name: string;
  readonly readings: Readings;
  readonly alarm: boolean;
}

/** How metrics have to read for an alarm to see what a test wants it to see. */
export interface Shape {
  /** Several ways where each of several metrics is enough. */
  readonly readings: (levels: readonly Level[], numbers: Numbers) => readonly Readings[];
  /** Only the newest periods can breach at all. */
  readonly newestOnly?: true;
  /**
   * What breaches is that there is no data. It then takes the whole evaluation range: while older data are in it, only what is
   * missing to N counts as breaching.
   */
  readonly silence?: true;
  readonly specials?: (numbers: Numbers) => readonly Special[];
}

type Reading = Readonly<Record<string, number>>;

/** For metrics that say the same in each period, whatever was before. */
export function each(
  ofLevel: (level: number, numbers: Numbers) => Reading | readonly Reading[],
  ofHealthy: (numbers: Numbers) => Reading,
  specials?: Shape['specials'],
): Shape {
  const waysOf = (level: number, numbers: Numbers): readonly Reading[] => [ofLevel(level, numbers)].flat() as Reading[];
  return {
    readings: (levels, numbers) =>
      waysOf(numbers.beyond, numbers).map((_, way) =>
        columns(numbers.ids, levels, (level) => {
          if (level === 'absent') return undefined;
          return level === 'healthy' ? ofHealthy(numbers) : waysOf(level, numbers)[way];
        }),
      ),
    specials,
  };
}

/** Turns one reading per period into one series per metric. */
function columns<T>(ids: readonly string[], periods: readonly T[], of: (period: T) => Reading | undefined): Readings {
  const rows = periods.map(of);
  return Object.fromEntries(ids.map((id) => [id, rows.map((row) => row?.[id])]));
}

/** For one metric whose values depend on how many periods breach. */
export const inView =
  (ofLevel: (level: number, high: number, numbers: Numbers) => number, ofHealthy: (numbers: Numbers) => number) =>
  (levels: readonly Level[], numbers: Numbers): readonly Readings[] => {
    const high = levels.filter(isBreach).length;
    const values = levels.map((level) => {
      if (isBreach(level)) return ofLevel(level, high, numbers);
      return level === 'absent' ? undefined : ofHealthy(numbers);
    });
    return [everywhere(numbers, values)];
  };

export const isBreach = (level: Level): level is number => typeof level === 'number';

/** All metrics of the alarm read the same. */
export const everywhere = ({ ids }: Numbers, values: readonly (number | undefined)[]): Readings =>
  Object.fromEntries(ids.map((id) => [id, values]));

export const repeat = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

/** `value` in the newest `count` of `range` periods, `before` in all others. */
export const newest = <T>(range: number, count: number, value: T, before: T): T[] => [
  ...repeat(range - count, before),
  ...repeat(count, value),
];

/** Just below or above, by less than any change that a test makes. */
export const slightlyLess = (value: number): number => value - step(value);
export const slightlyMore = (value: number): number => value + step(value);
const step = (value: number): number => 1e-3 * Math.max(Math.abs(value), 1e-3);
