import { type Labels, METRIC_NAME } from './labels';
import type { Selector } from './promql/expression';
import { anchored } from './promql/pattern';

/** A value at a time in milliseconds; null is Prometheus's stale marker: the series ends here. */
export interface Sample {
  readonly time: number;
  readonly value: number | null;
}

/** A sample that is not a stale marker. */
export interface Point {
  readonly time: number;
  readonly value: number;
}

export interface Series {
  readonly labels: Labels;
  /** Ascending in time. */
  readonly samples: readonly Sample[];
}

/** What a query reads. */
export class SeriesStore {
  readonly #series = new Map<string, { readonly labels: Labels; readonly samples: Sample[] }>();

  public append(labels: Labels, sample: Sample): void {
    const known = this.#series.get(labels.key);
    if (known === undefined) this.#series.set(labels.key, { labels, samples: [sample] });
    else if ((known.samples.at(-1)?.time ?? -Infinity) < sample.time) known.samples.push(sample);
  }

  public select({ name, matchers }: Selector): readonly Series[] {
    const tests = matchers.map(({ label, operator, value }) => {
      const pattern = operator.endsWith('~') ? anchored(value) : undefined;
      const matches = (given: string): boolean => (pattern === undefined ? given === value : pattern.test(given));
      return (labels: Labels): boolean => matches(labels.get(label)) !== operator.startsWith('!');
    });
    return [...this.#series.values()].filter(
      ({ labels }) => (name === undefined || labels.get(METRIC_NAME) === name) && tests.every((test) => test(labels)),
    );
  }
}

/** Index of the last sample at or before a time; -1 if there is none. */
export function indexAt(samples: readonly Sample[], time: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((samples[middle] as Sample).time <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
