import { each, everywhere, inView, type Numbers, newest, repeat, type Shape, slightlyLess } from './shapes';

// Shapes of rules that look at each period by itself, or at the average of all.

/** The metric itself is compared. */
export const plain: Shape = {
  readings: inView(
    (level) => level,
    ({ beyond, within, threshold }) => (beyond < within ? 2 * threshold : 0),
  ),
};

/** A number of samples: none is no data. */
export const signsOfLife: Shape = { ...plain, silence: true };

/** A share of 0 to 1, compared as percent. */
export const share: Shape = {
  readings: inView(
    (level, _high, { factorOf }) => level / factorOf('m'),
    () => 0,
  ),
};

/** A share, as long as it is small: from a limit on, another rule speaks. */
export const smallShare: Shape = {
  ...share,
  specials: (numbers) => {
    const limit = numbers.inMath(/m < ([\d.]+)/);
    const always = (value: number) => everywhere(numbers, repeat(numbers.range, value));
    return [
      { name: 'all the time just below the limit', readings: always(slightlyLess(limit)), alarm: true },
      { name: 'all the time at the limit', readings: always(limit), alarm: false },
    ];
  },
};

/** Each of several metrics alone is enough. */
export const anyOf = (factor: (numbers: Numbers) => number = () => 1): Shape =>
  each(
    (level, numbers) => numbers.ids.map((id) => ({ ...zeros(numbers), [id]: level / factor(numbers) })),
    (numbers) => zeros(numbers),
  );

const zeros = ({ ids }: Numbers) => Object.fromEntries(ids.map((id) => [id, 0]));

/** Percent of bad requests, once there are enough bad ones. `all` is what the metric of all requests reads. */
export const ratio = (all: (requests: number, bad: number) => number): Shape =>
  each(
    (level, { inMath }) => {
      const hundreds = Math.ceil(100 * inMath(ENOUGH));
      return { bad: level * hundreds, all: all(100 * hundreds, level * hundreds) };
    },
    () => ({ bad: 0, all: 100 }),
    ({ inMath, of, range }) => {
      const enough = inMath(ENOUGH);
      const failing = (bad: number) => ({
        bad: newest(range, of, bad, 0),
        all: newest(range, of, all(enough, bad), 100),
      });
      return [
        { name: 'nearly all fail, but too few', readings: failing(enough - 1), alarm: false },
        { name: 'just enough fail, of few', readings: failing(enough), alarm: true },
      ];
    },
  );

const ENOUGH = /bad >= (\d+)/;

/** The average over the whole range, seen in periods that fail themselves. */
export const averageWhileFailing: Shape = {
  readings: inView(
    (level, failing, { range, factorOf }) => (level * range) / failing / factorOf('AVG(m)'),
    () => 0,
  ),
  specials: (numbers) => {
    const { range, of, breaching, inMath, factorOf } = numbers;
    const enough = inMath(/m >= ([\d.]+)/);
    const outage = 100 / factorOf('AVG(m)');
    const then = (value: number) =>
      everywhere(numbers, [...repeat(range - of + breaching - 1, outage), ...repeat(of - breaching + 1, value)]);
    return [
      { name: 'an outage, then just too few errors to count', readings: then(slightlyLess(enough)), alarm: false },
      { name: 'an outage, then just enough errors', readings: then(enough), alarm: true },
    ];
  },
};

/** The age of messages, as long as none is processed. */
export const ageWithoutProgress: Shape = each(
  (age) => ({ age, deleted: 0 }),
  () => ({ age: 0, deleted: 10 }),
  ({ range, breaching, beyond }) => {
    const age = newest(range, breaching, 10 * beyond, 0);
    const worked = (deleted: number) => ({ age, deleted: newest<number>(range, breaching, deleted, 10) });
    return [
      { name: 'old, but one was processed', readings: worked(1), alarm: false },
      { name: 'old, and none was processed', readings: worked(0), alarm: true },
    ];
  },
);

/** How much more than the least of the day. */
export const growth: Shape = {
  readings: inView(
    (level) => 1000 + level,
    () => 1000,
  ),
};
