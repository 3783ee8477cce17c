import { everywhere, inView, type Numbers, newest, repeat, type Shape, slightlyLess, slightlyMore } from './shapes';

// Shapes of rules on how much comes, where nothing is no data.

/** Much around the clock, and nothing in the newest periods. */
export const emptied: Shape = {
  newestOnly: true,
  readings: inView(
    (level) => level,
    () => 100,
  ),
  specials: (numbers) => {
    const { range, breaching, inMath } = numbers;
    const [least, share] = [inMath(/f >= (\d+)/), inMath(/c >= ([\d.]+)/)];
    const active = Math.ceil(share * range);
    const after = (periods: number, value: number) =>
      everywhere(numbers, [
        ...repeat(range - breaching - periods, 0),
        ...repeat(periods, value),
        ...repeat(breaching, 0),
      ]);
    return [
      { name: 'after just enough busy periods', readings: after(active, least), alarm: true },
      { name: 'after one too few', readings: after(active - 1, least), alarm: false },
      { name: 'after periods just not busy', readings: after(active, least - 1), alarm: false },
      {
        name: 'no data in the newest periods',
        readings: everywhere(numbers, newest<number | undefined>(range, breaching, undefined, least)),
        alarm: true,
      },
    ];
  },
};

/** High in the newest periods, and not so a day ago. */
export const unlikeBefore: Shape = {
  newestOnly: true,
  readings: inView(
    (level) => level,
    () => 0,
  ),
  specials: (numbers) => {
    const { range, breaching, beyond, inMath } = numbers;
    const [from, to] = [inMath(/i > MAX\(i\) - (\d+), f/) - 1, inMath(/i <= MAX\(i\) - (\d+)/)];
    const times = inMath(/f > ([\d.]+)/);
    const window = inMath(/i > MAX\(i\) - (\d+) AND f/);
    const now = repeat(breaching, beyond);
    const alsoHigh = (ago: number, value: number) =>
      everywhere(numbers, [...repeat(range - breaching, 0), ...now].with(range - 1 - ago, value));
    const since = (periods: number) =>
      everywhere(numbers, [...repeat(range - periods, 0), ...now, ...repeat(periods - breaching, 0)]);
    return [
      { name: 'as a day ago', readings: alsoHigh(from, beyond), alarm: false },
      { name: 'just a multiple of a day ago', readings: alsoHigh(to, slightlyLess(beyond / times)), alarm: true },
      { name: 'just not a multiple', readings: alsoHigh(to, beyond / times), alarm: false },
      { name: 'as more than a day ago', readings: alsoHigh(from + 1, beyond), alarm: true },
      { name: 'as something less than a day ago', readings: alsoHigh(to - 1, beyond), alarm: true },
      { name: 'just still among the newest', readings: since(window), alarm: true },
      { name: 'no longer among the newest', readings: since(window + 1), alarm: false },
    ];
  },
};

/** A square, such that a share of four fifths is a whole number of requests. */
const USUAL = 102 ** 2;

/** The newest hour beside the same hour of yesterday and of six days ago. */
export const besideOtherDays: Shape = {
  newestOnly: true,
  readings: inView(
    (level, _high, numbers) => level * (USUAL + 1) - 1 - byChance(USUAL, numbers),
    () => USUAL,
  ),
  specials: (numbers) => {
    const { range, threshold, inMath } = numbers;
    /** Hours by how long ago they were; the others are all the same. */
    const hours = (now: number, ages: readonly number[] = [], value: number | undefined = 0) =>
      everywhere(
        numbers,
        Array.from({ length: range }, (_, index) => {
          const age = range - 1 - index;
          if (age === 0) return now;
          return ages.includes(age) ? value : USUAL;
        }),
      );
    const [yesterday, sixDaysAgo] = [
      [23, 24, 25],
      [143, 144, 145],
    ];
    const half = 0.5 * USUAL;
    const times = inMath(/([\d.]+) \* hi/) / threshold;
    const enough = inMath(/IF\(f >= (\d+)/);
    const others = Array.from({ length: range - 1 }, (_, index) => index + 1);
    const but = (ages: readonly number[]) => others.filter((age) => !ages.includes(age));
    return [
      { name: 'half of what it was', readings: hours(half), alarm: true },
      ...[...yesterday, ...sixDaysAgo].map((age) => ({
        name: `half, as ${age} hours ago`,
        readings: hours(half, [age], half),
        alarm: false,
      })),
      ...[22, 26, 142, 146].map((age) => ({
        name: `half, as ${age} hours ago`,
        readings: hours(half, [age], half),
        alarm: true,
      })),
      { name: 'half, with yesterday alone to compare', readings: hours(half, but(yesterday), undefined), alarm: true },
      { name: 'half, with nothing yesterday', readings: hours(half, yesterday), alarm: false },
      { name: 'half, with nothing six days ago', readings: hours(half, sixDaysAgo), alarm: false },
      { name: 'nothing, of so few that it may be chance', readings: hours(0, others, 6), alarm: false },
      { name: 'nothing, of enough', readings: hours(0, others, 12), alarm: true },
      { name: 'nothing, where those hours vary as much', readings: hours(0, [24, 144], 3 * USUAL), alarm: false },
      { name: 'nothing, where they vary less', readings: hours(0, [24, 144], 1.5 * USUAL), alarm: true },
      { name: 'just a multiple', readings: hours(slightlyMore(times * USUAL)), alarm: true },
      { name: 'just not a multiple', readings: hours(slightlyLess(times * USUAL)), alarm: false },
      { name: 'a multiple, as one of those hours', readings: hours(9 * USUAL, [145], 2 * USUAL), alarm: false },
      { name: 'a multiple, of enough', readings: hours(enough, others, 1000), alarm: true },
      { name: 'a multiple, of too few', readings: hours(enough - 1, others, 1000), alarm: false },
      { name: 'much, where there never was any', readings: hours(9 * USUAL, others), alarm: false },
    ];
  },
};

const byChance = (count: number, { inMath }: Numbers): number => inMath(/(\d+) \* lo/) * Math.sqrt(count);
