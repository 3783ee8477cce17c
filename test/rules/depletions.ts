import {
  everywhere,
  isBreach,
  type Level,
  type Numbers,
  newest,
  type Readings,
  repeat,
  type Shape,
  type Special,
  slightlyLess,
  slightlyMore,
} from './shapes';

// Shapes of rules that tell how long something lasts at its present pace. Series are made backwards, from what is left.

interface Limits {
  /** Below it, all counts as used up. */
  readonly floor?: true;
  /** Above it, there is plenty. */
  readonly ceiling?: true;
}

/** Hours until what shrinks is used up. */
export function timeToEmpty({ floor, ceiling }: Limits): Shape {
  const shrinking = (levels: readonly Level[], numbers: Numbers, left: number): Readings =>
    backwards(levels, numbers, left, (value, hours) => value + value / hours);
  const steady = (numbers: Numbers, value: number) => everywhere(numbers, repeat(numbers.range, value));
  return {
    // low enough to matter, with room for some periods of shrinking below a ceiling; of several, the lowest counts
    readings: (levels, numbers) => {
      const low = shrinking(levels, numbers, floor ? 1.2 * numbers.inMath(LIMIT) : 1000);
      return numbers.ids.map((id) => ({ ...muchMore(low), [id]: low[id] ?? [] }));
    },
    specials: (numbers) => {
      const { range, breaching, beyond, inMath } = numbers;
      const specials: Special[] = [];
      if (floor) {
        const low = inMath(LIMIT);
        specials.push(
          { name: 'steadily just below the floor', readings: steady(numbers, slightlyLess(low)), alarm: true },
          { name: 'steadily at the floor', readings: steady(numbers, low), alarm: false },
        );
      }
      if (ceiling) {
        const falling = newest<Level>(range, breaching, beyond, 'healthy');
        // such that the oldest period that counts, so much higher than the newest, is just at or below the ceiling
        const higher = (1 + 1 / beyond) ** (breaching - 1);
        const from = (value: number) => shrinking(falling, numbers, value / higher);
        const plenty = inMath(LIMIT, 1);
        specials.push(
          { name: 'falling, but from plenty', readings: from(plenty), alarm: false },
          { name: 'falling, from just less than plenty', readings: from(slightlyLess(plenty)), alarm: true },
        );
      }
      return specials;
    },
  };
}

const muchMore = (readings: Readings): Readings =>
  Object.fromEntries(Object.entries(readings).map(([id, values]) => [id, values.map((value) => value && 1e6 * value)]));

const LIMIT = /IF\(m < ([\d.e+]+)/;

/** Hours until what grows reaches the most there can be. */
export const timeToFull: Shape = {
  readings: (levels, numbers) => {
    const most = numbers.inMath(/\(([\d.]+) - m\)/);
    return [backwards(levels, numbers, 0.7 * most, (value, hours) => value - (most - value) / hours)];
  },
  specials: (numbers) => {
    const limit = numbers.inMath(/IF\(m > ([\d.]+)/);
    const always = (value: number) => everywhere(numbers, repeat(numbers.range, value));
    return [
      { name: 'steadily just above the limit', readings: always(slightlyMore(limit)), alarm: true },
      { name: 'steadily at the limit', readings: always(limit), alarm: false },
    ];
  },
};

/** `before` tells the value an hour earlier, where the pace is such that it lasts for `hours`; else it is the same. */
function backwards(
  levels: readonly Level[],
  numbers: Numbers,
  last: number,
  before: (value: number, hours: number) => number,
): Readings {
  let value = last;
  const values = levels.toReversed().map((level) => {
    const now = value;
    if (isBreach(level)) value = before(value, level);
    return level === 'absent' ? undefined : now;
  });
  return everywhere(numbers, values.reverse());
}
