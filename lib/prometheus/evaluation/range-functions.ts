import type { Point } from '../series';
import { CompensatedSum, meanOf, quantileOf, varianceOf } from './arithmetic';
import { type Element, type Range, withoutName } from './value';

type OverPoints = (points: readonly Point[], range: Range) => number | undefined;

const valuesOf = (points: readonly Point[]): number[] => points.map(({ value }) => value);
const steps = (points: readonly Point[], counts: (before: number, after: number) => boolean): number =>
  points.filter(({ value }, index) => index > 0 && counts((points[index - 1] as Point).value, value)).length;

/** NaN gives way to any number. */
const extreme = (points: readonly Point[], isBetter: (value: number, best: number) => boolean): number =>
  valuesOf(points).reduce((best, value) => (isBetter(value, best) || Number.isNaN(best) ? value : best));

const last = (points: readonly Point[]): Point => points.at(-1) as Point;

const FUNCTIONS: Readonly<Record<string, OverPoints>> = {
  rate: (points, range) => extrapolated(points, range, { isCounter: true, isRate: true }),
  increase: (points, range) => extrapolated(points, range, { isCounter: true, isRate: false }),
  delta: (points, range) => extrapolated(points, range, { isCounter: false, isRate: false }),
  irate: (points) => instant(points, true),
  idelta: (points) => instant(points, false),
  deriv: (points) => (points.length < 2 ? undefined : line(points, (points[0] as Point).time).slope),
  changes: (points) =>
    steps(points, (before, after) => before !== after && !(Number.isNaN(before) && Number.isNaN(after))),
  resets: (points) => steps(points, (before, after) => after < before),
  avg_over_time: (points) => meanOf(valuesOf(points)),
  count_over_time: ({ length }) => length,
  last_over_time: (points) => last(points).value,
  max_over_time: (points) => extreme(points, (value, best) => value > best),
  min_over_time: (points) => extreme(points, (value, best) => value < best),
  present_over_time: () => 1,
  stddev_over_time: (points) => Math.sqrt(varianceOf(valuesOf(points))),
  stdvar_over_time: (points) => varianceOf(valuesOf(points)),
  sum_over_time: (points) => {
    const sum = new CompensatedSum();
    for (const { value } of points) sum.add(value);
    return sum.total;
  },
};

/** The functions that take a range and nothing else. */
export function overRange(name: string, range: Range): Element[] | undefined {
  const evaluate = FUNCTIONS[name];
  return evaluate === undefined ? undefined : each(range, evaluate, name === 'last_over_time');
}

export const quantileOverTime = (q: number, range: Range): Element[] =>
  each(range, (points) => quantileOf(q, valuesOf(points)));

export const predictLinear = (range: Range, seconds: number): Element[] =>
  each(range, (points) => {
    if (points.length < 2) return undefined;
    const { slope, intercept } = line(points, range.time);
    return slope * seconds + intercept;
  });

function each(range: Range, evaluate: OverPoints, keepsName = false): Element[] {
  return range.elements.flatMap(({ labels, points }) => {
    const value = evaluate(points, range);
    return value === undefined ? [] : [{ labels: keepsName ? labels : withoutName(labels), value }];
  });
}

/**
 * The increase from the first to the last sample, extended to the bounds of the range as Prometheus does: to a bound if the next sample
 * could have been there, or else by half of the usual interval, and no further than to where the counter was zero.
 */
function extrapolated(
  points: readonly Point[],
  { start, end }: Range,
  { isCounter, isRate }: { readonly isCounter: boolean; readonly isRate: boolean },
): number | undefined {
  const first = points[0] as Point;
  if (points.length < 2) return undefined;
  let increase = last(points).value - first.value;
  if (isCounter) {
    points.forEach(({ value }, index) => {
      const before = points[index - 1];
      if (before !== undefined && value < before.value) increase += before.value;
    });
  }
  const sampled = (last(points).time - first.time) / 1000;
  const between = sampled / (points.length - 1);
  const toEnd = (end - last(points).time) / 1000;
  let toStart = (first.time - start) / 1000;
  if (isCounter && increase > 0 && first.value >= 0) toStart = Math.min(toStart, sampled * (first.value / increase));
  const extension = (distance: number): number => (distance < between * 1.1 ? distance : between / 2);
  let factor = (sampled + extension(toStart) + extension(toEnd)) / sampled;
  if (isRate) factor /= (end - start) / 1000;
  return increase * factor;
}

/** From the last two samples. */
function instant(points: readonly Point[], isRate: boolean): number | undefined {
  const [before, after] = points.slice(-2);
  if (before === undefined || after === undefined) return undefined;
  const seconds = (after.time - before.time) / 1000;
  if (!isRate) return after.value - before.value;
  return (after.value < before.value ? after.value : after.value - before.value) / seconds;
}

/** The straight line of least squares, its intercept at a time. */
function line(points: readonly Point[], time: number): { readonly slope: number; readonly intercept: number } {
  const first = (points[0] as Point).value;
  if (points.every(({ value }) => value === first))
    return Number.isFinite(first) ? { slope: 0, intercept: first } : { slope: Number.NaN, intercept: Number.NaN };
  const sumOf = (of: (x: number, y: number) => number): number => {
    const sum = new CompensatedSum();
    for (const point of points) sum.add(of((point.time - time) / 1000, point.value));
    return sum.total;
  };
  const count = points.length;
  const x = sumOf((seconds) => seconds);
  const y = sumOf((_, value) => value);
  const covariance = sumOf((seconds, value) => seconds * value) - (x * y) / count;
  const variance = sumOf((seconds) => seconds * seconds) - (x * x) / count;
  const slope = covariance / variance;
  return { slope, intercept: y / count - (slope * x) / count };
}
