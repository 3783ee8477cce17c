import { metricKey } from '../../simulator/metric-key';
import type { MetricIdentity } from '../../simulator/model';
import type { Sample } from '../../simulator/samples';
import type { Mistake } from '../../testing/mistake';

/** The samples of one metric in one unit. */
export interface Series {
  readonly metric: MetricIdentity;
  readonly unit?: string;
  readonly samples: readonly Sample[];
}

/** A file with values of metrics. */
export interface RecordedFile {
  /** As people wrote it. */
  readonly file: string;
  readonly text: string;
  /** What it has, where it does not say so itself. */
  readonly metric?: MetricIdentity;
}

/** What a file says. */
export interface Contents {
  readonly series: readonly Series[];
  readonly mistakes: readonly Mistake[];
  /** What people should know of it. */
  readonly notes?: readonly string[];
}

/** Errors of notation have no full stop. */
export const sentence = (text: string): string => (/[.?]$/.test(text) ? text : `${text}.`);

/** The samples of several series as one of each metric and unit, in the order of their first. */
export class Collected {
  readonly #series = new Map<string, { metric: MetricIdentity; unit?: string; samples: Sample[] }>();

  public record(metric: MetricIdentity, samples: Iterable<Sample>, unit?: string): void {
    const key = `${metricKey(metric)} ${unit}`;
    const known = this.#series.get(key) ?? { metric, unit, samples: [] };
    this.#series.set(key, known);
    for (const sample of samples) known.samples.push(sample);
  }

  public get series(): readonly Series[] {
    return [...this.#series.values()];
  }
}
