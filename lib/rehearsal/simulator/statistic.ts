import { type Bin, binsOf, shareOf } from './bins';
import { MISSING } from './missing';
import { NotModelled } from './model';
import type { Samples } from './samples';

/** What a statistic says of the samples `from`, up to but not including `to`; NaN if there are none. */
export interface Statistic {
  readonly of: (samples: Samples, from: number, to: number) => number;
  /** Those that can be had from parts of a period, how. */
  readonly simple?: SimpleStatistic;
  /** Of a percentile, between 0 and 100. */
  readonly percentile?: number;
}

export type SimpleStatistic = 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount';

const known = new Map<string, Statistic>();

/** @throws NotModelled for what is no statistic of CloudWatch */
export function statisticNamed(name: string): Statistic {
  const statistic = known.get(name) ?? parse(name);
  if (statistic === undefined) throw new NotModelled(`The statistic '${name}'`);
  known.set(name, statistic);
  return statistic;
}

const SIMPLE: Readonly<Record<SimpleStatistic, Statistic['of']>> = {
  Sum: (samples, from, to) => total(samples, from, to),
  Average: (samples, from, to) => total(samples, from, to) / countOf(samples, from, to),
  SampleCount: (samples, from, to) => countOf(samples, from, to),
  Minimum: ({ minima, values }, from, to) => least(minima ?? values, from, to),
  Maximum: ({ maxima, values }, from, to) => greatest(maxima ?? values, from, to),
};

const isSimple = (name: string): name is SimpleStatistic => Object.hasOwn(SIMPLE, name);
const whereAny =
  (of: Statistic['of']): Statistic['of'] =>
  (samples, from, to) =>
    // what was counted zero times was not there
    from < to && (samples.counts === undefined || countOf(samples, from, to) > 0) ? of(samples, from, to) : MISSING;

const PERCENTILE = /^p(100|\d{1,2}(?:\.\d+)?)$/;
const BOUNDED_ABOVE = /^(tm|tc|ts|wm)(100|\d{1,2}(?:\.\d+)?)$/;
const BOUNDED_BOTH = /^(TM|TC|TS|WM|PR)\((?:([\d.]+)(%?))?:(?:([\d.]+)(%?))?\)$/;

function parse(name: string): Statistic | undefined {
  if (isSimple(name)) return { of: whereAny(SIMPLE[name]), simple: name };
  if (/^iqm$/i.test(name)) return { of: withDistribution(meanBetween(25, 75)) };
  const percentile = PERCENTILE.exec(name)?.[1];
  if (percentile !== undefined) {
    const percent = Number(percentile);
    // the ends need no distribution
    const isInside = percent > 0 && percent < 100;
    const of: OfDistribution = (values) => (isInside && values.isNegative ? MISSING : values.percentile(percent));
    return { of: withDistribution(of), percentile: percent };
  }
  const within = parseBounds(name);
  return within && { of: withDistribution(within) };
}

interface Inside {
  readonly sum: number;
  readonly count: number;
}

type OfDistribution = (values: Distribution) => number;
type Bound = { readonly percent: number } | { readonly value: number };

/** What lies between two bounds, the first excluded, the second included: CloudWatch's definition of a percentile rank. */
interface Bounds {
  readonly lower?: Bound;
  readonly upper?: Bound;
}

/** CloudWatch compares values with fixed bounds by its bins; nothing of the kind is seen in percentages. */
const isFixed = ({ lower, upper }: Bounds): boolean =>
  (lower !== undefined && 'value' in lower) || (upper !== undefined && 'value' in upper);

const BOUNDED: Readonly<Record<string, (bounds: Bounds) => OfDistribution>> = {
  tm: (bounds) => (values) => {
    const inside = values.within(bounds);
    return inside.sum / inside.count;
  },
  tc: (bounds) => (values) => values.within(bounds).count,
  ts: (bounds) => (values) => values.within(bounds).sum,
  pr: (bounds) => (values) => (100 * values.within(bounds).count) / values.count,
  wm: (bounds) => (values) => values.winsorized(bounds),
};

/** Where a value is negative, CloudWatch has no distribution: only fixed bounds say something of the others. */
const unlessNegative =
  (bounds: Bounds, of: OfDistribution): OfDistribution =>
  (values) =>
    values.isNegative && !isFixed(bounds) ? MISSING : of(values);

const bounded = (kind: string, bounds: Bounds): OfDistribution | undefined => {
  const of = BOUNDED[kind]?.(bounds);
  return of && unlessNegative(bounds, of);
};
const meanBetween = (from: number, to: number): OfDistribution =>
  bounded('tm', { lower: { percent: from }, upper: { percent: to } }) as OfDistribution;

/** `tm99`, `TM(2%:98%)`, `PR(:300)`. */
function parseBounds(name: string): OfDistribution | undefined {
  const short = BOUNDED_ABOVE.exec(name);
  if (short !== null) return bounded(short[1] as string, { upper: { percent: Number(short[2]) } });
  const long = BOUNDED_BOTH.exec(name);
  if (long === null) return undefined;
  const [, kind, lower, lowerPercent, upper, upperPercent] = long;
  return bounded((kind as string).toLowerCase(), {
    lower: boundOf(lower, lowerPercent),
    upper: boundOf(upper, upperPercent),
  });
}

function boundOf(text: string | undefined, percent: string | undefined): Bound | undefined {
  if (text === undefined) return undefined;
  return percent === '%' ? { percent: Number(text) } : { value: Number(text) };
}

/**
 * What was aggregated before it was published has no distribution: CloudWatch gives percentiles of it only if all its values
 * were the same.
 */
const withDistribution =
  (of: OfDistribution): Statistic['of'] =>
  (samples, from, to) => {
    const { minima, maxima } = samples;
    for (let index = from; index < to; index++) {
      if (minima?.[index] !== maxima?.[index]) return MISSING;
    }
    if (from >= to) return MISSING;
    const distribution = new Distribution(samples, from, to);
    return distribution.count > 0 ? of(distribution) : MISSING;
  };

/** Values in ascending order, each with how often it was seen. */
class Distribution {
  public readonly count: number;
  readonly #values: Float64Array;
  readonly #counts?: Float64Array;

  public constructor(samples: Samples, from: number, to: number) {
    const { values, counts } = samples;
    this.#values = values.slice(from, to);
    this.count = countOf(samples, from, to);
    if (counts === undefined) {
      this.#values.sort();
    } else {
      const order = [...this.#values.keys()].sort(
        (one, other) => (values[from + one] as number) - (values[from + other] as number),
      );
      this.#counts = Float64Array.from(order, (index) => counts[from + index] as number);
      this.#values = Float64Array.from(order, (index) => values[from + index] as number);
    }
  }

  /** The least value that at least so many percent of the samples do not exceed. */
  public percentile(percent: number): number {
    const rank = Math.max(1, Math.ceil((percent * this.count) / 100));
    if (this.#counts === undefined) return this.#values[rank - 1] as number;
    let seen = 0;
    const index = this.#counts.findIndex((count) => {
      seen += count;
      return seen >= rank;
    });
    return this.#values.at(index) as number;
  }

  /** CloudWatch keeps no distribution of negative values. */
  public get isNegative(): boolean {
    return (this.#values[0] as number) < 0;
  }

  /** Percentages count samples; a sample is inside if it is past the lower bound and not past the upper. */
  public within(bounds: Bounds): Inside {
    const parts = isFixed(bounds) ? this.#bins : this.#exactBins;
    const total = parts.reduce((sum, { count }) => sum + count, 0);
    const rank = (bound: Bound | undefined, otherwise: number): number =>
      bound !== undefined && 'percent' in bound ? (bound.percent * total) / 100 : otherwise;
    const value = (bound: Bound | undefined, otherwise: number): number =>
      bound !== undefined && 'value' in bound ? bound.value : otherwise;
    const [firstRank, lastRank] = [rank(bounds.lower, 0), rank(bounds.upper, total)];
    const [from, to] = [value(bounds.lower, Number.NEGATIVE_INFINITY), value(bounds.upper, Number.POSITIVE_INFINITY)];
    let [sum, count, seen] = [0, 0, 0];
    for (const bin of parts) {
      const share = (samples: number): number => Math.min(1, Math.max(0, (samples - seen) / bin.count));
      const [byValue, upToValue] = shareOf(bin, from, to);
      const [start, end] = [Math.max(byValue, share(firstRank)), Math.min(upToValue, share(lastRank))];
      const inside = Math.max(0, end - start) * bin.count;
      count += inside;
      if (inside > 0) sum += inside * (bin.lower + ((bin.upper - bin.lower) * (start + end)) / 2);
      seen += bin.count;
    }
    return { sum, count };
  }

  /** Of the values that are not negative. */
  get #bins(): Bin[] {
    const first = this.#values.findIndex((value) => value >= 0);
    return first < 0 ? [] : binsOf(this.#values.subarray(first), this.#counts?.subarray(first));
  }

  get #exactBins(): Bin[] {
    const bins = Array.from(this.#values, (value, index) => ({
      lower: value,
      upper: value,
      count: this.#counts?.[index] ?? 1,
    }));
    return bins.filter(({ count }) => count > 0);
  }

  /** The mean, with what lies outside moved to the bounds. */
  public winsorized({ lower, upper }: Bounds): number {
    const edge = (bound: Bound) => ('percent' in bound ? this.percentile(bound.percent) : bound.value);
    const least = lower === undefined ? Number.NEGATIVE_INFINITY : edge(lower);
    const greatest = upper === undefined ? Number.POSITIVE_INFINITY : edge(upper);
    let sum = 0;
    for (const [index, value] of this.#values.entries()) {
      sum += Math.min(Math.max(value, least), greatest) * (this.#counts?.[index] ?? 1);
    }
    return sum / this.count;
  }
}

function total({ values, counts }: Samples, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += (values[index] as number) * (counts?.[index] ?? 1);
  return sum;
}

function countOf({ counts }: Samples, from: number, to: number): number {
  if (counts === undefined) return to - from;
  let sum = 0;
  for (let index = from; index < to; index++) sum += counts[index] as number;
  return sum;
}

function least(values: Float64Array, from: number, to: number): number {
  let found = values[from] as number;
  for (let index = from + 1; index < to; index++) found = Math.min(found, values[index] as number);
  return found;
}

function greatest(values: Float64Array, from: number, to: number): number {
  let found = values[from] as number;
  for (let index = from + 1; index < to; index++) found = Math.max(found, values[index] as number);
  return found;
}

/** With fewer samples than this, a percentile says little, and `ignore` keeps an alarm's state. */
export function fewestSamples(percentile: number): number {
  return percentile < 50 ? 1000 / percentile : 1000 / (100 - percentile);
}
