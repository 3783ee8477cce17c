import fc from 'fast-check';
import type { Query } from './results';

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
/** A text of parts that are generated. */
const text = (
  strings: TemplateStringsArray,
  ...parts: readonly fc.Arbitrary<string | number>[]
): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((values) => strings.map((each, index) => each + (values[index] ?? '')).join(''));

const integer = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

/** Values in runs, with gaps, resets, stale markers and what is no number. */
const run = fc.oneof(
  { weight: 6, arbitrary: text`${integer(0, 40)}+${integer(0, 12)}x${integer(0, 12)}` },
  { weight: 2, arbitrary: text`${integer(0, 40)}-${integer(0, 5)}x${integer(0, 6)}` },
  { weight: 3, arbitrary: text`${integer(-5, 30)}` },
  { weight: 2, arbitrary: text`_x${integer(1, 14)}` },
  { weight: 1, arbitrary: pick('stale', 'NaN', 'Inf', '-Inf', '0.25', '1e3') },
);
const values = fc.array(run, { minLength: 1, maxLength: 7 }).map((runs) => runs.join(' '));

const JOBS = ['api', 'web'];
const PLACES = ['a', 'b'];
const BOUNDS = ['0.1', '0.5', '1', '5', '+Inf'];

/** Each of them may be missing. */
const series = fc
  .tuple(
    ...['c', 'g', 'other'].flatMap((name) =>
      JOBS.flatMap((job) =>
        PLACES.map((place) =>
          fc.option(values.map((each) => ({ series: `${name}{job="${job}",at="${place}"}`, values: each }))),
        ),
      ),
    ),
    fc.option(values.map((each) => ({ series: 'info{job="api",team="blue"}', values: each }))),
    fc.option(
      fc.tuple(...BOUNDS.map(() => integer(0, 9))).map((steps) => steps),
      { freq: 2 },
    ),
  )
  .map((all) => {
    const steps = all.at(-1) as readonly number[] | null;
    let height = 0;
    const buckets = (steps ?? []).map((step, index) => {
      height += step;
      return { series: `h_bucket{job="api",le="${BOUNDS[index]}"}`, values: `0+${height}x60` };
    });
    return [
      ...(all.slice(0, -1) as ({ series: string; values: string } | null)[]).filter((each) => each !== null),
      ...buckets,
    ];
  });

const duration = pick('1m', '2m', '5m', '7m30s', '90s');
const offset = fc.oneof(
  { weight: 5, arbitrary: pick('') },
  { weight: 1, arbitrary: pick(' offset 1m', ' offset 4m', ' offset -1m') },
);
const matchers = pick('', '', '{job="api"}', '{job!="api"}', '{at=~"a|x"}', '{job!~"w.*",at="b"}', '{nope=""}');
const metric = text`${pick('c', 'g', 'other', 'info')}${matchers}`;
const labels = pick('job', 'at', 'job, at', 'team', '');
const number = pick('0', '1', '2', '0.5', '10', '-3', '100');
const comparison = pick('>', '<', '>=', '<=', '==', '!=');
const arithmetic = pick('+', '-', '*', '/', '%', '^');

const OVER_RANGE = [
  ...['rate', 'increase', 'delta', 'irate', 'idelta', 'changes', 'resets', 'deriv'],
  ...['avg', 'min', 'max', 'sum', 'count', 'last', 'present', 'stddev', 'stdvar'].map((name) => `${name}_over_time`),
  'absent_over_time',
];
const OF_VECTOR = [
  'abs',
  'ceil',
  'floor',
  'sgn',
  'sqrt',
  'exp',
  'ln',
  'log2',
  'log10',
  'absent',
  'timestamp',
  'sort',
  'minute',
  'hour',
  'day_of_week',
];
const AGGREGATIONS = ['sum', 'avg', 'min', 'max', 'count', 'group', 'stddev', 'stdvar'];

const { vector } = fc.letrec<{ vector: string; leaf: string; range: string }>((tie) => ({
  leaf: fc.oneof(
    { weight: 3, arbitrary: text`${metric}${offset}` },
    { weight: 4, arbitrary: text`${pick(...OVER_RANGE)}(${tie('range')})` },
    { weight: 1, arbitrary: text`quantile_over_time(${pick('0.5', '0.9', '1')}, ${tie('range')})` },
    { weight: 1, arbitrary: text`predict_linear(${tie('range')}, ${pick('60', '600')})` },
    {
      weight: 1,
      arbitrary: text`histogram_quantile(${pick('0.5', '0.9', '0.99', '1.5')}, rate(h_bucket[${duration}]))`,
    },
    { weight: 1, arbitrary: text`vector(${pick('1', 'time()', 'scalar(g{job="api"})')})` },
  ),
  range: fc.oneof(
    { weight: 6, arbitrary: text`${metric}[${duration}]${offset}` },
    { weight: 1, arbitrary: text`(${tie('vector')})[${duration}:${pick('30s', '1m')}]${offset}` },
  ),
  vector: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { weight: 4, arbitrary: tie('leaf') },
    { weight: 2, arbitrary: text`${tie('vector')} ${comparison} ${number}` },
    { weight: 1, arbitrary: text`(${tie('vector')}) ${comparison} bool ${number}` },
    { weight: 2, arbitrary: text`(${tie('vector')}) ${arithmetic} ${number}` },
    { weight: 1, arbitrary: text`${number} ${arithmetic} (${tie('vector')})` },
    { weight: 2, arbitrary: text`(${tie('vector')}) ${fc.oneof(arithmetic, comparison)} (${tie('vector')})` },
    {
      weight: 1,
      arbitrary: text`(${tie('vector')}) ${arithmetic} ${pick('on', 'ignoring')} (${labels}) (${tie('vector')})`,
    },
    { weight: 1, arbitrary: text`(${tie('vector')}) / on (job) group_left (${pick('team', '')}) (${tie('vector')})` },
    {
      weight: 2,
      arbitrary: text`(${tie('vector')}) ${pick('and', 'or', 'unless')} ${pick('', 'on (job) ', 'ignoring (at) ')}(${tie('vector')})`,
    },
    { weight: 3, arbitrary: text`${pick(...AGGREGATIONS)} ${pick('by', 'without')} (${labels}) (${tie('vector')})` },
    { weight: 1, arbitrary: text`${pick(...AGGREGATIONS)}(${tie('vector')})` },
    { weight: 1, arbitrary: text`quantile(${pick('0.5', '0.9')}, ${tie('vector')})` },
    { weight: 1, arbitrary: text`count_values("v", ${tie('vector')})` },
    { weight: 2, arbitrary: text`${pick(...OF_VECTOR)}(${tie('vector')})` },
    { weight: 1, arbitrary: text`clamp(${tie('vector')}, 0, ${pick('5', '50')})` },
    { weight: 1, arbitrary: text`${pick('clamp_min', 'clamp_max', 'round')}(${tie('vector')}, ${pick('5', '0.5')})` },
    { weight: 1, arbitrary: text`-(${tie('vector')})` },
    { weight: 1, arbitrary: text`label_replace(${tie('vector')}, "team", "$1x", "job", "(a.*)")` },
    { weight: 1, arbitrary: text`label_join(${tie('vector')}, "team", "-", "job", "at")` },
  ),
}));

export const queryCase: fc.Arbitrary<Query> = fc.record({
  interval: pick(10, 30, 60),
  series,
  query: vector,
  time: integer(0, 90).map((tens) => tens * 10),
});
