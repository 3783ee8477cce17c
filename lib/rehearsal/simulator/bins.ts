/** Values that CloudWatch does not distinguish: it takes them to lie evenly between two bounds. */
export interface Bin {
  readonly lower: number;
  readonly upper: number;
  /** How many samples. */
  readonly count: number;
}

/** From one bound to the next: in the distribution of AWS's CloudWatch agent (SEH1), and in native captures. */
const GROWTH = 1.1;

/**
 * The bins of values that are not negative, in ascending order; the first and the last end with the least and the greatest value.
 *
 * @param values in ascending order
 */
export function binsOf(values: Float64Array, counts: Float64Array | undefined): Bin[] {
  const [least, greatest] = [values[0] as number, values.at(-1) as number];
  const byBound = new Map<number, number>();
  for (const [index, value] of values.entries()) {
    const bound = boundBelow(value);
    byBound.set(bound, (byBound.get(bound) ?? 0) + (counts?.[index] ?? 1));
  }
  return [...byBound].map(([bound, count]) => ({
    lower: Math.max(bound, least),
    upper: Math.min(boundAbove(bound), greatest),
    count,
  }));
}

/** The part of a bin that is past one value and not past another, from 0 to 1. */
export function shareOf({ lower, upper }: Bin, from: number, to: number): readonly [start: number, end: number] {
  if (lower === upper) return from < lower && lower <= to ? [0, 1] : [0, 0];
  const at = (value: number): number => Math.min(1, Math.max(0, (value - lower) / (upper - lower)));
  return [at(from), at(to)];
}

const exponentOf = (value: number): number => {
  const guess = Math.floor(Math.log(value) / Math.log(GROWTH));
  // rounding may be off by one
  return GROWTH ** (guess + 1) <= value ? guess + 1 : GROWTH ** guess > value ? guess - 1 : guess;
};

const boundBelow = (value: number): number => (value === 0 ? 0 : GROWTH ** exponentOf(value));
const boundAbove = (bound: number): number => (bound === 0 ? 0 : GROWTH * bound);
