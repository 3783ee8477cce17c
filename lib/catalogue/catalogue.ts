import type { Unit } from './unit';

/**
 * What the values of a metric are: `counter` counts events, `duration` says how long something took, `gauge` is a reading of
 * something that goes up and down.
 */
export type MetricKind = 'counter' | 'duration' | 'gauge';

/** What a period without values means: fine, wrong, nothing at all, or that the alarm stays as it is. */
export type MissingData = 'notBreaching' | 'breaching' | 'missing' | 'ignore';

/** An alarm on one metric of a catalogue. No other has its metric, dimensions and severity. */
export interface CatalogueAlarm {
  /** `above` or `below`: which side of the threshold is wrong; the threshold itself is still fine. */
  readonly comparison: string;
  /** In the unit of the metric. */
  readonly threshold: number;
  /** The values of this many seconds make one number that is compared. */
  readonly periodSeconds: number;
  /** How many of the newest periods it looks at. */
  readonly periods: number;
  /** How many of those have to be wrong. */
  readonly breachingPeriods: number;
  /** `notBreaching`, `breaching`, `missing` or `ignore`. */
  readonly missingData: string;
  /** What makes one number of a period's values, such as `Sum` or `p90`. */
  readonly statistic: string;
  /** The metric's own dimensions with their values; none where it watches all values together. */
  readonly dimensions: { [name: string]: string };
  /** P0, P1, P2 or P3. */
  readonly severity: string;
  /** Why somebody is told, in one sentence. */
  readonly why?: string;
  /** What to do first. */
  readonly steps: string[];
}

/** One metric, exactly as it is published. */
export interface CatalogueMetric {
  readonly name: string;
  readonly unit: string;
  readonly kind: string;
  /** Its own dimensions, whose values are known when it is put. */
  readonly dimensions: string[];
  /** Each is published: the dimensions all metrics share, and, if the metric has its own, those with its own. */
  readonly dimensionSets: string[][];
  readonly alarms: CatalogueAlarm[];
}

/** The three metrics of one step, by name. */
export interface CatalogueStep {
  readonly name: string;
  readonly succeeded: string;
  readonly failed: string;
  readonly duration: string;
}

/** Everything an application publishes, as plain data: what alarms and dashboards are made of. */
export interface Catalogue {
  readonly namespace: string;
  /** The dimensions that all metrics share, with their values. */
  readonly dimensions: { [name: string]: string };
  readonly steps: CatalogueStep[];
  /** The declared metrics, then those of the steps, then those that every operation publishes by itself. */
  readonly metrics: CatalogueMetric[];
}

/** The alarm of a metric, as it is declared: give `above` or `below`. */
export interface AlarmDeclaration {
  /** Wrong is a number greater than this, in the unit of the metric. */
  readonly above?: number;
  /** Wrong is a number smaller than this, in the unit of the metric. */
  readonly below?: number;
  /** ISO 8601 duration whose values make one number, such as `PT5M`: whole minutes, at most a day. */
  readonly within: string;
  readonly severity: 'P0' | 'P1' | 'P2' | 'P3';
  /** How many such durations have to be wrong. @default 1 */
  readonly times?: number;
  /** Among how many in a row. @default - as many as `times`: all of them have to be wrong */
  readonly of?: number;
  /** What a duration without values means. @default notBreaching - idle is healthy */
  readonly missing?: MissingData;
  /**
   * `PR(:500)` is the percentage of values that are at most 500: with `below: 99`, the alarm of an objective.
   *
   * @default - Sum of a counter, p90 of a duration, of a gauge Maximum for `above` and Minimum for `below`
   */
  readonly statistic?: 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount' | `p${number}` | `PR(:${number})`;
  /** Values of all the metric's own dimensions, to watch those alone. @default - all values together */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** Why somebody is told, in one sentence. @default - none */
  readonly why?: string;
  /** What to do first. @default - none */
  readonly steps?: readonly string[];
}

/** A metric, as it is declared. */
export interface MetricDeclaration {
  readonly unit: Unit;
  /** @default - duration for a unit of time, counter for every other */
  readonly kind?: MetricKind;
  /** Names of its own dimensions. Their values have to be few: each makes a metric that is paid for. @default - none */
  readonly dimensions?: readonly string[];
  /** One, or several that differ in severity or in dimensions. @default - no alarm */
  readonly alarm?: AlarmDeclaration | readonly AlarmDeclaration[];
}

export type MetricDeclarations = Readonly<Record<string, MetricDeclaration>>;

export interface CatalogueDeclaration<Step extends string, Metrics extends MetricDeclarations> {
  /** Where CloudWatch files the metrics: the name of the application. */
  readonly namespace: string;
  /** Dimensions that all metrics share, with their values. @default - none */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** Business actions that succeed or fail, such as `CreateInvoice`. @default - none */
  readonly steps?: readonly Step[];
  /** @default - none */
  readonly metrics?: Metrics;
}

declare const DECLARED: unique symbol;

/** A catalogue that also knows its names at compile time. */
export interface MetricsCatalogue<Step extends string, Metrics extends MetricDeclarations> extends Catalogue {
  /** Exists only for the compiler. */
  readonly [DECLARED]?: { readonly steps: Step; readonly metrics: Metrics };
}
