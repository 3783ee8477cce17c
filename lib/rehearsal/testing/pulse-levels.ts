import type { Metric, MetricAlarmDefinition } from '../simulator/model';
import { fewestSamples, statisticNamed } from '../simulator/statistic';

/** What is published of a metric in each interval. */
export interface Level {
  readonly value: number;
  /** The number of samples. */
  readonly count: number;
}

/** Far below and above most thresholds. */
const USUAL = [0, 1, 100, 10_000, 1e7, 1e10, 1e13, -100];
const NUMBER = /(?<![\w.])\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w.])/gi;
const MOST_LEVELS = 40;
/** Samples, for expressions that need enough of them. */
const MANY = 1000;

/** Levels of a metric that may make a difference to an alarm: around its threshold and the numbers in its expressions. */
export function levelsFor(alarm: MetricAlarmDefinition, metric: Metric, interval: number): readonly Level[] {
  const { threshold = 0, periodSeconds = 60, queries } = alarm;
  const written = queries.flatMap(({ expression = '' }) =>
    [...expression.matchAll(NUMBER)].map(([text]) => Number(text)),
  );
  // a sum comes to so much in a period, and other statistics to so much in a sample
  const samples = Math.max(1, periodSeconds / interval);
  const near = [threshold, threshold / samples].flatMap((at) => [at / 2, at * 1.1, at * 2, at - 1, at + 1]);
  const others = written.flatMap((at) => [at, at / 2, at * 2]);
  const numbers = [...new Set([0, ...near, ...USUAL, ...others])].filter(Number.isFinite).slice(0, MOST_LEVELS);
  const used = queries.flatMap((query) => (query.metric === undefined ? [] : [query.metric]));
  const isCounted = used.some(({ statistic, name }) => name === metric.name && statistic === 'SampleCount');
  const few = alarm.ignoresLowSamples ? fewestOf(metric) : 1;
  if (!isCounted) return numbers.map((value) => ({ value, count: few }));
  const counts = [...new Set(numbers.map((count) => Math.round(count)))].filter((count) => count >= 0 && count <= 1e6);
  return [
    ...[MANY, 1].flatMap((count) => numbers.map((value) => ({ value, count }))),
    ...[0, 1].flatMap((value) => counts.map((count) => ({ value, count }))),
  ];
}

/** So many that a percentile is evaluated. */
function fewestOf({ statistic }: Metric): number {
  const { percentile } = statisticNamed(statistic);
  return percentile === undefined ? 1 : Math.ceil(fewestSamples(percentile));
}

/** Of each kind of combinations. */
const MOST = 500;

/** Combinations of a level for each metric, the likeliest first; the same on each call. */
export function* combinations(axes: readonly (readonly Level[])[]): Generator<readonly Level[]> {
  const longest = Math.max(0, ...axes.map(({ length }) => length));
  const at = (axis: readonly Level[], index: number): Level => axis[index % axis.length] as Level;
  // all metrics at the same level
  for (let index = 0; index < longest; index++) yield axes.map((axis) => at(axis, index));
  if (axes.length < 2) return;
  // one of them at another
  for (const [one, others] of pairsBelow(longest).slice(0, MOST)) {
    for (const apart of axes.keys()) yield axes.map((axis, index) => at(axis, index === apart ? one : others));
  }
  // a generator of Park and Miller
  let seed = 1;
  const next = (): number => (seed = (seed * 48_271) % 2_147_483_647);
  for (let nth = 0; nth < MOST; nth++) yield axes.map((axis) => at(axis, next()));
}

/** Two different numbers below another, those that are small together first. */
const pairsBelow = (end: number): (readonly [number, number])[] =>
  Array.from({ length: Math.max(0, 2 * end - 1) }, (_, sum) =>
    Array.from({ length: sum + 1 }, (_, one) => [one, sum - one] as const),
  )
    .flat()
    .filter(([one, other]) => one !== other && one < end && other < end);
