/** One or more samples that were published together. */
export interface Sample {
  readonly time: number;
  /** Their mean; of a single one, itself. */
  readonly value: number;
  /** @default 1 */
  readonly count?: number;
  /** @default - all have the same value */
  readonly minimum?: number;
  readonly maximum?: number;
}

const FIRST_CAPACITY = 64;

/**
 * The samples of one metric in columns, so that a point takes 16 bytes, and 40 where samples were aggregated before they were
 * published.
 */
export class Samples {
  #length = 0;
  #times = new Float64Array(FIRST_CAPACITY);
  #values = new Float64Array(FIRST_CAPACITY);
  /** Only there if any sample has a count other than 1. */
  #counts?: Float64Array<ArrayBuffer>;
  /** Only there if any sample stands for different values. */
  #minima?: Float64Array<ArrayBuffer>;
  #maxima?: Float64Array<ArrayBuffer>;
  #sorted = true;
  #late = 0;
  #latest = -Infinity;

  public add({ time, value, count = 1, minimum = value, maximum = value }: Sample): void {
    this.#append(time, value);
    const index = this.#length - 1;
    if (count !== 1 || this.#counts !== undefined) {
      this.#counts ??= new Float64Array(this.#times.length).fill(1, 0, index);
      this.#counts[index] = count;
    }
    if (minimum !== maximum || this.#minima !== undefined) {
      this.#minima ??= this.#values.slice();
      this.#maxima ??= this.#values.slice();
      this.#minima[index] = minimum;
      (this.#maxima as Float64Array)[index] = maximum;
    }
  }

  public get length(): number {
    return this.#length;
  }

  /** How many were added after a later one. */
  public get late(): number {
    return this.#late;
  }

  /** In order of time. */
  public get times(): Float64Array {
    return this.#ordered().#times.subarray(0, this.#length);
  }

  public get values(): Float64Array {
    return this.#ordered().#values.subarray(0, this.#length);
  }

  /** Undefined if each is 1. */
  public get counts(): Float64Array | undefined {
    return this.#ordered().#counts?.subarray(0, this.#length);
  }

  /** Undefined if they are the values. */
  public get minima(): Float64Array | undefined {
    return this.#ordered().#minima?.subarray(0, this.#length);
  }

  public get maxima(): Float64Array | undefined {
    return this.#ordered().#maxima?.subarray(0, this.#length);
  }

  /** The index of the first sample at or after a time. */
  public indexAt(time: number): number {
    const { times } = this;
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((times[middle] as number) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Those of several units as one. */
  public static merged(all: readonly Samples[]): Samples {
    const [only] = all;
    if (only !== undefined && all.length === 1) return only;
    const merged = new Samples();
    for (const { times, values, counts, minima, maxima } of all) {
      for (const [index, time] of times.entries()) {
        merged.add({
          time,
          value: values[index] as number,
          count: counts?.[index],
          minimum: minima?.[index],
          maximum: maxima?.[index],
        });
      }
    }
    return merged;
  }

  #append(time: number, value: number): void {
    if (this.#length === this.#times.length) this.#grow();
    if (time < this.#latest) {
      this.#sorted = false;
      this.#late++;
    }
    this.#latest = Math.max(this.#latest, time);
    this.#times[this.#length] = time;
    this.#values[this.#length] = value;
    this.#length++;
  }

  #grow(): void {
    const capacity = Math.ceil(this.#length * 1.5);
    this.#rebuild((column) => {
      const longer = new Float64Array(capacity);
      longer.set(column);
      return longer;
    });
  }

  #ordered(): this {
    if (this.#sorted) return this;
    const times = this.#times;
    const order = Array.from({ length: this.#length }, (_, index) => index);
    order.sort((one, other) => (times[one] as number) - (times[other] as number));
    this.#rebuild((column) => {
      const sorted = new Float64Array(column.length);
      for (const [index, from] of order.entries()) sorted[index] = column[from] as number;
      return sorted;
    });
    this.#sorted = true;
    return this;
  }

  #rebuild(column: (from: Float64Array<ArrayBuffer>) => Float64Array<ArrayBuffer>): void {
    this.#times = column(this.#times);
    this.#values = column(this.#values);
    this.#counts &&= column(this.#counts);
    this.#minima &&= column(this.#minima);
    this.#maxima &&= column(this.#maxima);
  }
}
