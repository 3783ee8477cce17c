import type { MetricQuery } from './model';

/** Equal samples that were published together. */
export interface SampleSet {
  readonly value: number;
  readonly count: number;
}

type Recorded = number | SampleSet;

/** What was measured: per metric and minute any number of samples, or none. */
export class History {
  readonly #metrics = new Map<string, Map<number, Recorded[]>>();
  readonly #identities = new Map<string, Omit<MetricQuery, 'id' | 'statistic'>>();

  public record(metric: Omit<MetricQuery, 'id' | 'statistic'>, minute: number, ...samples: readonly Recorded[]): void {
    const key = keyOf(metric);
    const minutes = this.#metrics.get(key) ?? new Map<number, Recorded[]>();
    this.#metrics.set(key, minutes);
    this.#identities.set(key, metric);
    const known = minutes.get(minute);
    if (known === undefined) minutes.set(minute, [...samples]);
    else known.push(...samples);
  }

  /** All that was recorded, by metric; its samples by minute. */
  public *[Symbol.iterator]() {
    for (const [key, minutes] of this.#metrics) {
      const metric = this.#identities.get(key) as Omit<MetricQuery, 'id' | 'statistic'>;
      yield { metric, minutes: minutes as ReadonlyMap<number, readonly Recorded[]> };
    }
  }

  /** The samples from minute `from` up to, not including, minute `to`. */
  public samples(metric: Omit<MetricQuery, 'id' | 'statistic'>, from: number, to: number): number[] {
    const minutes = this.#metrics.get(keyOf(metric));
    const found: number[] = [];
    if (minutes === undefined) return found;
    for (let minute = from; minute < to; minute++) {
      const samples = minutes.get(minute);
      for (const sample of samples ?? []) found.push(...(typeof sample === 'number' ? [sample] : alone(sample)));
    }
    return found;
  }
}

const alone = ({ value, count }: SampleSet): number[] => Array.from({ length: count }, () => value);

const keys = new WeakMap<object, string>();

/** A metric is its namespace, its name and all of its dimensions, in any order. */
function keyOf(metric: Omit<MetricQuery, 'id' | 'statistic'>): string {
  const known = keys.get(metric);
  if (known !== undefined) return known;
  const dimensions = metric.dimensions.map(({ Name, Value }) => JSON.stringify([Name, Value])).sort();
  const key = JSON.stringify([metric.namespace, metric.name, ...dimensions]);
  keys.set(metric, key);
  return key;
}
