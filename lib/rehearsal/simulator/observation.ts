import { type Comparison, comparedWithBand, comparedWithThreshold, comparisonNamed } from './comparison';
import { type InsightsQuery, isInsights } from './insights';
import { seriesOf } from './insights-series';
import { compile, type Inputs, type Program } from './math/program';
import type { MetricStore } from './metric-store';
import { isMissing, MISSING } from './missing';
import { Point } from './missing-data';
import { type Metric, type MetricAlarmDefinition, NotModelled } from './model';
import type { Periods } from './periods';
import type { Reading } from './reading';
import type { Window } from './reason';
import { seasonalBand } from './seasonal-band';
import { statisticsOfUnits, statisticsOver } from './statistics-over-periods';

type Band = readonly [upper: Float64Array, lower: Float64Array];

/** What an alarm compares, and how it compares: in all periods, or in those of one evaluation. */
interface Compared {
  readonly values: Float64Array;
  readonly points: Uint8Array;
  readonly band?: Band;
}

/** What a metric alarm sees. */
export class Observation {
  /** Each evaluation has values of its own, since its metric math looks around. */
  public readonly isOfEach: boolean;
  public readonly comparison: Comparison;
  /** What is compared; the only query that is returned besides the band. */
  readonly #comparedId: string;
  readonly #program?: Program;
  readonly #metrics = new Map<string, Float64Array>();
  readonly #found = new Map<InsightsQuery, readonly Float64Array[]>();
  readonly #earlyMetrics = new Map<string, Float64Array>();
  #seasonal?: Band;
  #all?: Compared;
  #ofNothing?: Compared;

  /** @param range how many periods an evaluation looks at */
  public constructor(
    private readonly alarm: MetricAlarmDefinition,
    private readonly store: MetricStore,
    private readonly periods: Periods,
    private readonly range: number,
    private readonly reading: Reading,
  ) {
    const { queries, bandId, threshold } = alarm;
    this.comparison = comparisonNamed(alarm.comparison);
    if (this.comparison.withBand !== (bandId !== undefined)) {
      throw new NotModelled(`The comparison '${alarm.comparison}' ${bandId === undefined ? 'without' : 'with'} a band`);
    }
    if (!this.comparison.withBand && threshold === undefined) throw new NotModelled('A threshold that is unresolved');
    const returned = queries.filter(({ returned, id }) => returned && id !== bandId);
    if (returned.length !== 1) throw new NotModelled(`An alarm that returns ${returned.length} queries`);
    this.#comparedId = returned[0]?.id as string;
    if (queries.some(({ expression }) => expression !== undefined)) {
      this.#program = compile(queries, [this.#comparedId, ...(bandId === undefined ? [] : [bandId])], reading);
    }
    this.isOfEach = this.#program !== undefined && (this.#program.looksAround || reading.newestMinute === 'late');
  }

  /** In all periods, where a period has one value whichever evaluation looks at it. */
  public all(): Compared {
    this.#all ??= this.#compare({
      length: this.periods.length,
      periodSeconds: this.periods.seconds,
      startOf: this.periods.startOf,
      metric: (id) => this.#statistics(id),
      insights: (query) => this.#insights(query),
      band: (id, width) => this.#band(id, width),
    });
    return this.#all;
  }

  /** In the evaluation range of which a period is the newest, and in no other. */
  public at(index: number): Compared {
    // most alarms see nothing most of the time, and it is always the same that comes of it
    if (!this.#program?.looksAtClock && this.#seesNothing(index)) {
      this.#ofNothing ??= this.#compareAt(index);
      return this.#ofNothing;
    }
    return this.#compareAt(index);
  }

  #seesNothing(index: number): boolean {
    return this.alarm.queries.every(
      ({ id, metric, expression = '' }) =>
        !isInsights(expression) &&
        (metric === undefined || this.windowOf(this.#statistics(id), index).every(isMissing)),
    );
  }

  #compareAt(index: number): Compared {
    const { seconds, startOf } = this.periods;
    return this.#compare({
      length: this.range,
      periodSeconds: seconds,
      startOf: (position) => startOf(this.#lookBack(index, position)),
      metric: (id) => this.#metricWindow(id, index),
      insights: (query) => this.#insights(query).map((values) => this.windowOf(values, index)),
      band: (id, width) => this.#bandWindow(this.#band(id, width), index),
    });
  }

  /** As {@link at}, for reasons and reports. */
  public window(index: number): Window {
    const indices = Array.from({ length: this.range }, (_, position) => this.#lookBack(index, position));
    const times = indices.map(this.periods.startOf);
    if (this.isOfEach) return { ...this.at(index), times };
    const { values, points, band } = this.all();
    return {
      times,
      values: this.windowOf(values, index),
      points: Uint8Array.from(indices, (each) => points[each] ?? Point.MISSING),
      band: this.#bandWindow(band, index),
    };
  }

  /** How many samples are in the periods of the evaluation range; undefined for metric math. */
  public sampleCounts(index: number): Float64Array | undefined {
    const [query] = this.alarm.queries;
    if (this.alarm.kind !== 'metric' || query?.metric === undefined) return undefined;
    const units = this.store.samplesByUnit(query.metric, query.metric.unit);
    return this.windowOf(statisticsOfUnits(units, 'SampleCount', this.periods), index);
  }

  /** The values of the evaluation range of which a period is the newest. */
  public windowOf(values: Float64Array, index: number): Float64Array {
    const window = new Float64Array(this.range);
    const { stride } = this.periods;
    for (let position = 0, from = this.#lookBack(index, 0); position < window.length; position++, from += stride) {
      window[position] = values[from] ?? MISSING;
    }
    return window;
  }

  #compare(inputs: Inputs): Compared {
    const { bandId, threshold = MISSING } = this.alarm;
    const values = this.#evaluate(this.#comparedId, inputs);
    if (!(values instanceof Float64Array)) throw new NotModelled('An alarm on several time series');
    if (bandId === undefined) return { values, points: comparedWithThreshold(values, this.comparison, threshold) };
    const band = this.#evaluate(bandId, inputs) as Band;
    return { values, band, points: comparedWithBand(values, this.comparison, band) };
  }

  #evaluate(id: string, inputs: Inputs) {
    return this.#program === undefined ? inputs.metric(id) : this.#program.evaluate(id, inputs);
  }

  #statistics(id: string): Float64Array {
    const known = this.#metrics.get(id);
    if (known !== undefined) return known;
    const metric = this.#metric(id);
    const found = statisticsOfUnits(this.store.samplesByUnit(metric, metric.unit), metric.statistic, this.periods);
    this.#metrics.set(id, found);
    return found;
  }

  #insights(query: InsightsQuery): readonly Float64Array[] {
    const known = this.#found.get(query);
    if (known !== undefined) return known;
    const series = [...seriesOf(query, this.store).values()];
    const found = series.map(({ samples }) => statisticsOver(samples, query.statistic, this.periods));
    this.#found.set(query, found);
    return found;
  }

  #metricWindow(id: string, index: number): Float64Array {
    const window = this.windowOf(this.#statistics(id), index);
    if (this.reading.newestMinute === 'late') window[window.length - 1] = this.#early(id)[index] as number;
    return window;
  }

  /** Statistics of periods whose last minute has not arrived. */
  #early(id: string): Float64Array {
    const known = this.#earlyMetrics.get(id);
    if (known !== undefined) return known;
    const { seconds, endOf } = this.periods;
    const early = {
      ...this.periods,
      endOf: (index: number) => endOf(index) - Math.min(60, seconds),
      unitSeconds: undefined,
    };
    const metric = this.#metric(id);
    const found = statisticsOfUnits(this.store.samplesByUnit(metric, metric.unit), metric.statistic, early);
    this.#earlyMetrics.set(id, found);
    return found;
  }

  #metric(id: string): Metric {
    return this.alarm.queries.find((query) => query.id === id)?.metric as Metric;
  }

  #band(id: string, width: number): Band | undefined {
    const metric = this.#metric(id);
    const recorded = this.store.band(metric);
    if (recorded !== undefined) {
      const over = (side: 'upper' | 'lower') => statisticsOver(recorded[side], 'Average', this.periods);
      return [over('upper'), over('lower')];
    }
    if (!this.store.seasonalBands) return undefined;
    const units = this.store.samplesByUnit(metric, metric.unit);
    this.#seasonal ??= seasonalBand(units, metric.statistic, this.periods, width);
    return this.#seasonal;
  }

  #bandWindow(band: Band | undefined, index: number): Band | undefined {
    return band && [this.windowOf(band[0], index), this.windowOf(band[1], index)];
  }

  /** The period that stands at a position of an evaluation range. */
  #lookBack(index: number, position: number): number {
    return index - (this.range - 1 - position) * this.periods.stride;
  }
}
