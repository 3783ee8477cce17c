/** Neumaier's variant of Kahan's sum, which Prometheus uses over ranges. */
export class CompensatedSum {
  #sum = 0;
  #lost = 0;

  public add(value: number): void {
    const total = this.#sum + value;
    if (Math.abs(this.#sum) >= Math.abs(value)) this.#lost += this.#sum - total + value;
    else this.#lost += value - total + this.#sum;
    this.#sum = total;
  }

  /** Without what rounding has lost. */
  public get rough(): number {
    return this.#sum;
  }

  public get total(): number {
    return Number.isFinite(this.#sum) || Number.isNaN(this.#sum) ? this.#sum + this.#lost : this.#sum;
  }
}

export function quantileOf(q: number, values: readonly number[]): number {
  if (values.length === 0 || Number.isNaN(q)) return Number.NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  // NaN is the smallest
  const sorted = [...values].sort((one, other) => (Number.isNaN(one) ? -1 : Number.isNaN(other) ? 1 : one - other));
  const rank = q * (sorted.length - 1);
  const lower = Math.floor(rank);
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - lower;
  return (sorted[lower] as number) * (1 - weight) + (sorted[upper] as number) * weight;
}

/** Welford's variance of a population, its sums compensated. */
export function varianceOf(values: readonly number[]): number {
  const mean = new CompensatedSum();
  const squares = new CompensatedSum();
  values.forEach((value, index) => {
    const delta = value - mean.total;
    mean.add(delta / (index + 1));
    squares.add(delta * (value - mean.total));
  });
  return squares.total / values.length;
}

/** The mean, also where the sum would be infinite. */
export function meanOf(values: readonly number[]): number {
  const mean = new CompensatedSum();
  values.forEach((value, index) => {
    const { rough } = mean;
    const staysInfinite = Math.abs(rough) === Infinity && (value === rough || Number.isFinite(value));
    if (!staysInfinite) mean.add(value / (index + 1) - rough / (index + 1));
  });
  return mean.total;
}

/** Go's, which differs for a base of 1 or -1. */
export function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1;
  return base ** exponent;
}

/** As Go's `FormatFloat(value, 'f', -1, 64)`: never with an exponent. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return Object.is(value, -0) ? '-0' : text;
  const [, sign, first, rest = '', exponent] = match;
  const digits = `${first}${rest}`;
  const point = Number(exponent) + 1;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}
