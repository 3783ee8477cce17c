import type { Unit } from './unit';

/**
 * The kind of a metric's values: `counter` counts events, `duration` measures time, `gauge` is a current value
 * that goes up and down.
 */
export type MetricKind = 'counter' | 'duration' | 'gauge';

/** How a period without data is treated, as CloudWatch's TreatMissingData. */
export type MissingData = 'notBreaching' | 'breaching' | 'missing' | 'ignore';

/** An alarm on one metric of a catalogue. Metric, dimensions and severity identify it. */
export interface CatalogueAlarm {
  /** `above` or `below`: values on this side of the threshold breach; the threshold itself does not. */
  readonly comparison: string;
  /** In the unit of the metric. */
  readonly threshold: number;
  /** The period, in seconds. */
  readonly periodSeconds: number;
  /** The number of evaluation periods. */
  readonly periods: number;
  /** The number of datapoints to alarm: how many of them have to breach. */
  readonly breachingPeriods: number;
  /** `notBreaching`, `breaching`, `missing` or `ignore`. */
  readonly missingData: string;
  /** The statistic, such as `Sum` or `p90`. */
  readonly statistic: string;
  /** The metric's own dimensions with their values; empty if the alarm covers all values together. */
  readonly dimensions: { [name: string]: string };
  /** P0, P1, P2 or P3. */
  readonly severity: string;
  /** Why the alarm matters, in one sentence. */
  readonly why?: string;
  /** What to do first. */
  readonly steps: string[];
}

/** One metric, exactly as it is published. */
export interface CatalogueMetric {
  readonly name: string;
  readonly unit: string;
  readonly kind: string;
  /** Its own dimensions, whose values are given with each value. */
  readonly dimensions: string[];
  /** The dimension sets that are published: the shared dimensions, and, if the metric has its own, the shared ones with its own. */
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

/** All metrics of an application, as plain data. Alarms and dashboards are created from it. */
export interface Catalogue {
  readonly namespace: string;
  /** The dimensions that all metrics share, with their values. */
  readonly dimensions: { [name: string]: string };
  readonly steps: CatalogueStep[];
  /** The declared metrics, then those of the steps, then those that every operation publishes. */
  readonly metrics: CatalogueMetric[];
}

/** The declaration of an alarm. Give either `above` or `below`. */
export interface AlarmDeclaration {
  /** Breaches if greater than this, in the unit of the metric. @default - `below` is used */
  readonly above?: number;
  /** Breaches if smaller than this, in the unit of the metric. @default - `above` is used */
  readonly below?: number;
  /** The period, as an ISO 8601 duration such as `PT5M`: whole minutes, at most a day. */
  readonly within: string;
  readonly severity: 'P0' | 'P1' | 'P2' | 'P3';
  /** The number of datapoints to alarm. @default 1 */
  readonly times?: number;
  /** The number of evaluation periods. @default - as many as `times`: all of them have to breach */
  readonly of?: number;
  /** How a period without data is treated. @default notBreaching - idle is healthy */
  readonly missing?: MissingData;
  /**
   * `PR(:500)` is the percentage of values that are at most 500: with `below: 99`, the alarm of an objective.
   *
   * @default - Sum of a counter, p90 of a duration, of a gauge Maximum for `above` and Minimum for `below`
   */
  readonly statistic?: 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount' | `p${number}` | `PR(:${number})`;
  /** Values for all of the metric's own dimensions, to watch that series alone. @default - all values together */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** Why the alarm matters, in one sentence: a part of its description. @default - none */
  readonly why?: string;
  /** What to do first. @default - none */
  readonly steps?: readonly string[];
}

/** A metric, as it is declared. */
export interface MetricDeclaration {
  readonly unit: Unit;
  /** @default - duration for a unit of time, counter for every other */
  readonly kind?: MetricKind;
  /** Names of its own dimensions. Keep their values few: CloudWatch bills each as a custom metric. @default - none */
  readonly dimensions?: readonly string[];
  /** One, or several that differ in severity or in dimensions. @default - no alarm */
  readonly alarm?: AlarmDeclaration | readonly AlarmDeclaration[];
}

export type MetricDeclarations = Readonly<Record<string, MetricDeclaration>>;

export interface CatalogueDeclaration<Step extends string, Metrics extends MetricDeclarations> {
  /** The namespace of the metrics in CloudWatch: the name of the application. */
  readonly namespace: string;
  /** Dimensions that all metrics share, with their values. @default - none */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** Business actions that succeed or fail, such as `CreateInvoice`. @default - none */
  readonly steps?: readonly Step[];
  /** @default - none */
  readonly metrics?: Metrics;
}

declare const DECLARED: unique symbol;

/** A catalogue whose names the compiler checks. */
export interface MetricsCatalogue<Step extends string, Metrics extends MetricDeclarations> extends Catalogue {
  /** Exists only for the compiler. */
  readonly [DECLARED]?: { readonly steps: Step; readonly metrics: Metrics };
}
