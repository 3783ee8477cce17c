import { everywhere, inView, newest, type Readings, repeat, type Shape, slightlyLess, slightlyMore } from './shapes';

// Shapes of rules that compare the newest periods with what was before.

const WINDOW = /MAX\(i\) - (\d+)/;
const NEEDED = /DATAPOINT_COUNT\(m\)\) >= (\d+)/;

/** Some newest periods as a multiple of the average of all. */
export const timesAverage: Shape = {
  newestOnly: true,
  readings: inView(
    // x / average = level, where `high` periods of the range are x and the others 1
    (level, high, { range }) => (level * (range - high)) / (range - high * level),
    () => 1,
  ),
  specials: (numbers) => {
    const { range, breaching, threshold, inMath } = numbers;
    const needed = inMath(NEEDED);
    const window = inMath(WINDOW);
    const much = repeat(breaching, 10 * threshold);
    const ending = (values: readonly (number | undefined)[]) =>
      everywhere(numbers, [...repeat(range - values.length, undefined), ...values]);
    const afterGaps = much.flatMap((value) => [undefined, value]);
    const since = (periods: number) => [...repeat(range - periods, 1), ...much, ...repeat(periods - breaching, 1)];
    const usual = repeat(Math.ceil(range / 3) - breaching, 10 * threshold);
    return [
      { name: 'too little past', readings: ending([...repeat(needed - 1 - breaching, 1), ...much]), alarm: false },
      { name: 'just enough past', readings: ending([...repeat(needed - breaching, 1), ...much]), alarm: true },
      {
        name: 'after gaps, as in idle hours',
        readings: ending([...repeat(range - afterGaps.length, 1), ...afterGaps]),
        alarm: false,
      },
      { name: 'just still among the newest', readings: ending(since(window)), alarm: true },
      { name: 'no longer among the newest', readings: ending(since(window + 1)), alarm: false },
      {
        name: 'high, as a third of its past was',
        readings: ending([...usual, ...repeat(range - usual.length - breaching, 1), ...much]),
        alarm: false,
      },
    ];
  },
};

/** The same, where there are enough requests beside. */
export const timesAverageOfEnough: Shape = {
  newestOnly: true,
  readings: (levels, numbers) => timesAverage.readings(levels, numbers).map((readings) => withRequests(readings, 1000)),
  specials: (numbers) => {
    const { range, breaching, threshold, inMath } = numbers;
    const enough = inMath(/n >= (\d+)/);
    const slow = { m: newest(range, breaching, 10 * threshold, 1) };
    const specials = timesAverage.specials?.(numbers) ?? [];
    return [
      ...specials.map((special) => ({ ...special, readings: withRequests(special.readings, 1000) })),
      { name: 'of just enough requests', readings: withRequests(slow, enough), alarm: true },
      { name: 'of too few requests', readings: withRequests(slow, enough - 1), alarm: false },
    ];
  },
};

const withRequests = ({ m = [] }: Readings, requests: number): Readings => ({
  m,
  n: m.map((value) => (value === undefined ? undefined : requests)),
});

/** Some newest periods as a multiple of the highest one, but for a margin in between. */
export const timesHighest: Shape = {
  newestOnly: true,
  readings: inView(
    (level) => level,
    () => 1,
  ),
  specials: (numbers) => {
    const { range, breaching, beyond, inMath } = numbers;
    const [margin, window] = [inMath(WINDOW), inMath(WINDOW, 1)];
    const since = (periods: number) =>
      everywhere(numbers, [
        ...repeat(range - periods, 1),
        ...repeat(breaching, beyond),
        ...repeat(periods - breaching, 1),
      ]);
    const alsoHigh = (age: number) =>
      everywhere(numbers, newest(range, breaching, beyond, 1).with(range - age, beyond));
    return [
      { name: 'as high within the margin', readings: alsoHigh(margin), alarm: true },
      { name: 'as high just before the margin', readings: alsoHigh(margin + 1), alarm: false },
      { name: 'just still among the newest', readings: since(window), alarm: true },
      { name: 'no longer among the newest', readings: since(window + 1), alarm: false },
    ];
  },
};

/** A share in the newest periods, where it is far above the average and the spread of all. */
const standingOut: Shape = {
  newestOnly: true,
  readings: inView(
    (level, _high, { factorOf }) => level / factorOf('m, 0)'),
    () => 0,
  ),
  specials: (numbers) => {
    const { range, breaching, beyond, inMath, factorOf } = numbers;
    const value = (2 * beyond) / factorOf('m, 0)');
    const times = inMath(/m >= ([\d.]+) \* a/);
    const window = inMath(WINDOW);
    // value / average = times, where the newest periods are `value` and the others this
    const usual = (value * (range / times - breaching)) / (range - breaching);
    const now = repeat(breaching, value);
    const spikes = (height: number) => [
      ...Array.from({ length: range - breaching }, (_, index) => (index % 10 === 0 ? height : 0)),
      ...now,
    ];
    const deviations = inMath(/([\d.]+) \* s/);
    const height = largest(10 * value, (high) => value >= mean(spikes(high)) + deviations * deviation(spikes(high)));
    const ending = (values: readonly number[]) => everywhere(numbers, [...repeat(range - values.length, 0), ...values]);
    const after = (past: number) => ending([...repeat(range - breaching, past), ...now]);
    return [
      { name: 'just not far above', readings: after(slightlyMore(usual)), alarm: false },
      { name: 'just far above', readings: after(slightlyLess(usual)), alarm: true },
      { name: 'on a day that varies as much', readings: ending(spikes(slightlyMore(height))), alarm: false },
      { name: 'on a day that varies a little less', readings: ending(spikes(slightlyLess(height))), alarm: true },
      {
        name: 'just still among the newest',
        readings: ending([...now, ...repeat(window - breaching, 0)]),
        alarm: true,
      },
      {
        name: 'no longer among the newest',
        readings: ending([...now, ...repeat(window - breaching + 1, 0)]),
        alarm: false,
      },
    ];
  },
};

/** The same, where there are enough errors. */
export const standingOutOfEnough: Shape = {
  newestOnly: true,
  readings: (levels, numbers) => standingOut.readings(levels, numbers).map((readings) => withRequests(readings, 1000)),
  specials: (numbers) => {
    const { range, breaching, inMath, factorOf } = numbers;
    const half = 50 / factorOf('m, 0)');
    const enough = inMath(/m \* n >= (\d+)/) / half;
    const halfOf = (requests: number) => withRequests({ m: newest(range, breaching, half, 0) }, requests);
    const specials = standingOut.specials?.(numbers) ?? [];
    return [
      ...specials.map((special) => ({ ...special, readings: withRequests(special.readings, 1000) })),
      { name: 'half of just enough requests', readings: halfOf(enough), alarm: true },
      { name: 'half of one too few', readings: halfOf(enough - 1), alarm: false },
    ];
  },
};

/** A small share in the newest periods, where it is steady, or far above the average of all. */
export const smallOrNew: Shape = {
  newestOnly: true,
  readings: standingOut.readings,
  specials: (numbers) => {
    const { range, breaching, inMath } = numbers;
    const [limit, steady] = [inMath(/m < ([\d.]+)/), inMath(/a >= ([\d.]+) OR/)];
    const times = inMath(/m >= ([\d.]+) \* a/);
    const window = inMath(WINDOW);
    const always = (value: number) => everywhere(numbers, repeat(range, value));
    // value / average = times, where the newest periods are `value` and the others this
    const usual = (steady * 0.9 * (range / times - breaching)) / (range - breaching);
    const after = (past: number) =>
      everywhere(numbers, [...repeat(range - breaching, past), ...repeat(breaching, 0.9 * steady)]);
    const rising = (before: number) =>
      everywhere(numbers, [...repeat(range - breaching, before), ...repeat(breaching, 1.2 * steady)]);
    const ending = (since: number) =>
      everywhere(numbers, [...repeat(range - since, 0), ...repeat(breaching, steady), ...repeat(since - breaching, 0)]);
    return [
      { name: 'all the time just below the limit', readings: always(slightlyLess(limit)), alarm: true },
      { name: 'all the time at the limit', readings: always(limit), alarm: false },
      { name: 'all the time as much as is too much', readings: always(steady), alarm: true },
      { name: 'all the time a little less', readings: always(slightlyLess(steady)), alarm: false },
      { name: 'now a little more than steady, but not before', readings: rising(0.9 * steady), alarm: false },
      { name: 'now a little more, and before as much', readings: rising(steady), alarm: true },
      { name: 'just not new', readings: after(slightlyMore(usual)), alarm: false },
      { name: 'just new', readings: after(slightlyLess(usual)), alarm: true },
      { name: 'just still among the newest', readings: ending(window), alarm: true },
      { name: 'no longer among the newest', readings: ending(window + 1), alarm: false },
    ];
  },
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

/** The largest number for which something holds that holds for all smaller ones. */
function largest(limit: number, holds: (number: number) => boolean): number {
  let [low, high] = [0, limit];
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
