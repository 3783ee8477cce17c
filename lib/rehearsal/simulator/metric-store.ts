import { metricKey } from './metric-key';
import type { MetricIdentity } from './model';
import { type Sample, Samples } from './samples';

/** A band of expected values that CloudWatch computed and somebody recorded, or one that a test declares. */
export interface Band {
  readonly upper: Samples;
  readonly lower: Samples;
}

/** What samples match that nobody gave a unit: an alarm on any unit sees them. */
const ANY_UNIT = '';

interface Stored {
  readonly identity: MetricIdentity;
  readonly byUnit: Map<string, Samples>;
  /** The samples of each unit, until the next sample. */
  ofUnits?: readonly Samples[];
}

/** With those that nobody gave a unit. */
const ofUnit = ({ byUnit }: Stored, unit: string): Samples =>
  Samples.merged([...new Set([unit, ANY_UNIT])].flatMap((each) => byUnit.get(each) ?? []));

/** What was published: samples by metric and unit. */
export class MetricStore {
  readonly #metrics = new Map<string, Stored>();
  readonly #bands = new Map<string, Band>();

  /** What a metric has that nothing was recorded of. */
  public otherwise?: (metric: MetricIdentity) => Samples | undefined;

  /** @param seasonalBands metrics without a recorded band get one by a seasonal model of our own, not CloudWatch's */
  public constructor(public readonly seasonalBands = false) {}

  /**
   * @param unit as published; samples without one match alarms on any unit
   */
  public record(metric: MetricIdentity, samples: Iterable<Sample>, unit: string = ANY_UNIT): void {
    const stored = this.#of(metric);
    const column = stored.byUnit.get(unit) ?? new Samples();
    stored.byUnit.set(unit, column);
    stored.ofUnits = undefined;
    for (const sample of samples) column.add(sample);
  }

  /** Records samples that belong to a metric already. */
  public recordSamples(metric: MetricIdentity, samples: Samples): void {
    const stored = this.#of(metric);
    stored.byUnit.set(ANY_UNIT, samples);
    stored.ofUnits = undefined;
  }

  /**
   * The samples that an alarm sees: of the unit that it asks for, or else those of each unit, by the name of the unit. CloudWatch
   * converts no units, and gives one of them in a period.
   */
  public samplesByUnit(metric: MetricIdentity, unit?: string): readonly Samples[] {
    const stored = this.#metrics.get(metricKey(metric));
    if (stored === undefined) {
      const other = this.otherwise?.(metric);
      return other === undefined ? [] : [other];
    }
    if (unit !== undefined) return [ofUnit(stored, unit)];
    const units = [...stored.byUnit.keys()].filter((each) => each !== ANY_UNIT).sort();
    stored.ofUnits ??= (units.length === 0 ? [ANY_UNIT] : units).map((each) => ofUnit(stored, each));
    return stored.ofUnits;
  }

  public recordBand(metric: MetricIdentity, upper: Iterable<Sample>, lower: Iterable<Sample>): void {
    const band = { upper: new Samples(), lower: new Samples() };
    for (const sample of upper) band.upper.add(sample);
    for (const sample of lower) band.lower.add(sample);
    this.#bands.set(metricKey(metric), band);
  }

  public band(metric: MetricIdentity): Band | undefined {
    return this.#bands.get(metricKey(metric));
  }

  public has(metric: MetricIdentity): boolean {
    return this.#metrics.has(metricKey(metric));
  }

  public get metrics(): MetricIdentity[] {
    return [...this.#metrics.values()].map(({ identity }) => identity);
  }

  #of(metric: MetricIdentity): Stored {
    const key = metricKey(metric);
    const known = this.#metrics.get(key) ?? { identity: metric, byUnit: new Map() };
    this.#metrics.set(key, known);
    return known;
  }
}
