import { isMissing } from './missing';
import { Point } from './missing-data';
import { NotModelled } from './model';

/** How an alarm compares: with a threshold, or with a band of expected values. */
export interface Comparison {
  /** As a reason says it: `greater than`. */
  readonly words: string;
  readonly above: boolean;
  readonly below: boolean;
  readonly orEqual: boolean;
  readonly withBand: boolean;
}

const comparison = (words: string, is: Partial<Comparison>): Comparison => ({
  words,
  above: false,
  below: false,
  orEqual: false,
  withBand: false,
  ...is,
});

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  GreaterThanOrEqualToThreshold: comparison('greater than or equal to', { above: true, orEqual: true }),
  GreaterThanThreshold: comparison('greater than', { above: true }),
  LessThanOrEqualToThreshold: comparison('less than or equal to', { below: true, orEqual: true }),
  LessThanThreshold: comparison('less than', { below: true }),
  GreaterThanUpperThreshold: comparison('greater than', { above: true, withBand: true }),
  LessThanLowerThreshold: comparison('less than', { below: true, withBand: true }),
  LessThanLowerOrGreaterThanUpperThreshold: comparison('less than', { above: true, below: true, withBand: true }),
};

/** @throws NotModelled */
export function comparisonNamed(operator: string): Comparison {
  const found = Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
  if (found === undefined) throw new NotModelled(`The comparison '${operator}'`);
  return found;
}

/** What each value is to a threshold; as a difference, so that one pass serves all operators. */
export function comparedWithThreshold(
  values: Float64Array,
  { above, orEqual }: Comparison,
  threshold: number,
): Uint8Array {
  const points = new Uint8Array(values.length);
  const sign = above ? 1 : -1;
  // for differences, anything beyond 0 is beyond the least there is
  const limit = orEqual ? 0 : Number.MIN_VALUE;
  for (let index = 0; index < values.length; index++) {
    const beyond = sign * ((values[index] as number) - threshold);
    points[index] = beyond >= limit ? Point.BREACHING : beyond < limit ? Point.WITHIN : Point.MISSING;
  }
  return points;
}

/** Where there is a value but no band, nothing can be said. */
export function comparedWithBand(
  values: Float64Array,
  { above, below }: Comparison,
  [upper, lower]: readonly [Float64Array, Float64Array],
): Uint8Array {
  return Uint8Array.from(values, (value, index) => {
    const [high, low] = [upper[index] as number, lower[index] as number];
    if (isMissing(value) || (above && isMissing(high)) || (below && isMissing(low))) return Point.MISSING;
    return (above && value > high) || (below && value < low) ? Point.BREACHING : Point.WITHIN;
  });
}
