import type { MetricStatistic } from '../rules/rule';
import type { Meaning } from './colours';

/** The unit of an axis, as the axis shows it. */
export type AxisUnit =
  | 'Count'
  | 'Percent'
  | 'ms'
  | 's'
  | 'days'
  | 'hours'
  | 'GiB'
  | 'MiB'
  | 'MiB/s'
  | 'per second'
  | 'USD';

/** The most lines of a graph that one can still follow. */
export const LINES_OF_A_GRAPH = 8;

/** One line of a graph, or one number. */
export interface Line {
  readonly label: string;
  /** Decides its colour. @default - CloudWatch chooses one for each line that a search finds */
  readonly means?: Meaning;
  readonly metrics: Readonly<Record<string, MetricStatistic>>;
  /** Metric math over the ids of `metrics`; without it, there is exactly one metric. */
  readonly expression?: string;
  /** From the unit of the metric to that of the axis: times, divided by. Thresholds are converted too. */
  readonly scale?: { readonly times?: number; readonly over?: number };
  /** Draws the thresholds of these rules of the same part, if they are on: of this metric, at a distance that its axis can show. */
  readonly rules?: readonly string[];
}

export interface Axis {
  readonly unit: AxisUnit;
  readonly lines: readonly Line[];
}

/** A graph, whose lines share it with those of other parts of the component that have a chart of the same title. */
export interface Chart {
  readonly title: string;
  readonly left: Axis;
  readonly right?: Axis;
  /** For a metric that is published a few times a day. */
  readonly isDaily?: true;
}

/** What a component's dashboard shows of one part. */
export interface Charts {
  /** The key numbers of the component's first row. Those of parts with the same label are one: a sum of counts, otherwise the worst. */
  readonly numbers: readonly KeyNumber[];
  /** What users of the component notice. */
  readonly symptoms: readonly Chart[];
  /** What the system does at that time. */
  readonly causes: readonly Chart[];
}

export interface KeyNumber extends Line {
  /** The newest value of a day, for a metric that is published a few times a day. */
  readonly isDaily?: true;
}

export const NO_CHARTS: Charts = { numbers: [], symptoms: [], causes: [] };
