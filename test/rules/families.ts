import {
  each,
  everywhere,
  inView,
  type Level,
  type Numbers,
  newest,
  type Readings,
  repeat,
  type Shape,
  slightlyLess,
} from './shapes';

// Shapes of rules that look at each period by itself, or beside the periods before it.

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

/** More bad events than a share of all. `all` is what the metric of all requests reads. */
export const excess = (all: (requests: number, bad: number) => number = (requests) => requests): Shape =>
  each(
    (level, { inMath }) => {
      const bad = level + inMath(SHARE) * REQUESTS;
      return { bad, all: all(REQUESTS, bad) };
    },
    () => ({ bad: 0, all: 100 }),
    ({ inMath, of, range, threshold }) => {
      const enough = Math.ceil(threshold / (1 - inMath(SHARE)));
      const failing = (requests: number, bad: number) => ({
        bad: newest(range, of, bad, 0),
        all: newest(range, of, all(requests, bad), 100),
      });
      return [
        { name: 'all of just enough requests fail', readings: failing(enough, enough), alarm: true },
        { name: 'all of one fewer fail', readings: failing(enough - 1, enough - 1), alarm: false },
        { name: 'many fail, of very many', readings: failing(1e6, 1e6 * inMath(SHARE)), alarm: false },
        { name: 'errors were never published', readings: { all: repeat(range, 100) }, alarm: false },
      ];
    },
  );

const REQUESTS = 1000;
const SHARE = /bad - ([\d.]+) \* /;

/** Percent of requests, of enough of them; `product` if percent of requests has to be enough. */
export const percentOfEnough = (product: boolean): Shape =>
  each(
    (level) => ({ m: level, n: REQUESTS }),
    () => ({ m: 0, n: 100 }),
    ({ inMath, range, of, threshold }) => {
      const enough = product ? inMath(/m \* n >= (\d+)/) / 100 : inMath(/n >= (\d+)/);
      const failing = (requests: number) => ({
        m: newest(range, of, Math.max(100, 2 * threshold), 0),
        n: newest(range, of, requests, 100),
      });
      return [
        { name: 'all of just enough requests', readings: failing(enough), alarm: true },
        { name: 'all of one too few', readings: failing(enough - 1), alarm: false },
      ];
    },
  );

/** Percent of what was refused among all that was tried. */
export const refused: Shape = each(
  (level) => ({ bad: level, good: 100 - level }),
  () => ({ bad: 0, good: 100 }),
  ({ range }) => [
    { name: 'all refused, and nothing else published', readings: { bad: repeat(range, 5) }, alarm: true },
  ],
);

/** The age of messages, as long as none is processed. */
export const ageWithoutProgress: Shape = each(
  (age) => ({ age, deleted: 0 }),
  () => ({ age: 0, deleted: 10 }),
  ({ range, breaching, beyond }) => {
    const age = newest(range, breaching, 10 * beyond, 0);
    const worked = (deleted: number | undefined) => ({
      age,
      deleted: newest<number | undefined>(range, breaching, deleted, 10),
    });
    return [
      { name: 'old, but one was processed', readings: worked(1), alarm: false },
      { name: 'old, and none was processed, published as zero', readings: worked(0), alarm: true },
      { name: 'old, and none was processed, not published', readings: worked(undefined), alarm: true },
      { name: 'old, and none was processed ever', readings: { age }, alarm: true },
    ];
  },
);

/** How much more than in the period before. */
export const growth: Shape = {
  readings: (levels, numbers) => {
    let value = 1000;
    const values = levels.map((level) => {
      if (level === 'absent') return undefined;
      value += level === 'healthy' ? 0 : level;
      return value;
    });
    return [everywhere(numbers, values)];
  },
};

/** Nothing, after some periods that had some each: the least of these is compared. */
export const noneAfterSome: Shape = {
  // what a period was before is not known at the oldest ones
  newestOnly: true,
  readings: (levels, numbers) => [everywhere(numbers, beforeEach(levels, numbers))],
  specials: (numbers) => {
    const { range, threshold } = numbers;
    const before = 5;
    const ending = (...values: readonly (number | undefined)[]) =>
      everywhere(numbers, [...repeat<number | undefined>(range - values.length, 0), ...values]);
    return [
      {
        name: 'nothing published after enough',
        readings: ending(...repeat(before, threshold), undefined),
        alarm: true,
      },
      { name: 'one came', readings: ending(...repeat(before, threshold), 1), alarm: false },
      ...[0, 1, 2, 3, 4].map((low) => ({
        name: `too few in one of the periods before: ${before - low} before`,
        readings: ending(...repeat(before, threshold).with(low, threshold - 1), 0),
        alarm: false,
      })),
      { name: 'a burst after nothing', readings: ending(...repeat(before - 1, threshold), 0), alarm: false },
      { name: 'still, two periods later', readings: ending(...repeat(before, threshold), 0, 0, 0), alarm: true },
      { name: 'never published', readings: everywhere(numbers, repeat(range, undefined)), alarm: false },
    ];
  },
};

/** Before a period without any, as much as its level says; elsewhere much. */
function beforeEach(levels: readonly Level[], { threshold }: Numbers): (number | undefined)[] {
  let coming = 2 * threshold;
  const values = levels.toReversed().map((level) => {
    if (level === 'absent') return undefined;
    if (level === 'healthy') return coming;
    coming = level;
    return 0;
  });
  return values.reverse();
}

/** How many times the higher of two periods before. */
export const timesBefore: Shape = {
  readings: (levels, numbers) => {
    const usual = 10 * numbers.inMath(FLOOR);
    return [
      answered(
        levels.map((level) => (typeof level === 'number' ? level * usual : level === 'absent' ? undefined : usual)),
      ),
    ];
  },
  specials: (numbers) => {
    const { range, threshold, inMath } = numbers;
    const [floor, samples] = [inMath(FLOOR), inMath(/n >= (\d+)/)];
    const ending = (before: readonly (number | undefined)[], now: number) =>
      [...repeat<number | undefined>(range - 1 - before.length, 10), ...before, now].map(
        (value) => value && value * floor,
      );
    const slow = ending([10, 10], 20 * threshold);
    const requests = (now: number, before: number) => [...repeat(range - 2, 1000), before, now];
    return [
      { name: 'from the floor on', readings: answered(ending([0.1, 0.1], 1)), alarm: true },
      { name: 'below the floor', readings: answered(ending([0.1, 0.1], 0.99)), alarm: false },
      {
        name: 'the period before that was as slow',
        readings: answered([...repeat(range - 2, 20 * threshold), 10, 20 * threshold].map((value) => value * floor)),
        alarm: false,
      },
      {
        name: 'after a period without requests',
        readings: answered(ending([10, undefined], 20 * threshold)),
        alarm: false,
      },
      { name: 'of just enough requests', readings: { m: slow, n: requests(samples, samples) }, alarm: true },
      { name: 'of too few requests', readings: { m: slow, n: requests(samples - 1, samples) }, alarm: false },
      { name: 'too few requests before', readings: { m: slow, n: requests(samples, samples - 1) }, alarm: false },
    ];
  },
};

const FLOOR = /m >= ([\d.]+) AND n/;

const answered = (m: readonly (number | undefined)[]): Readings => ({
  m,
  n: m.map((value) => (value === undefined ? undefined : 1000)),
});
