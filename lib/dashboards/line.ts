import type { MetricStatistic } from '../rules/rule';

/** One line of a graph. */
export interface Line {
  readonly label: string;
  readonly metrics: Readonly<Record<string, MetricStatistic>>;
  readonly expression?: string;
  /** @default left */
  readonly axis?: 'right';
  /** Draws the thresholds of these rules of the same part, if they are on. */
  readonly rules?: readonly string[];
}

/** The lines of one resource in the two graphs of its component. */
export interface Graphs {
  /** Symptoms: what users of the component notice. */
  readonly what: readonly Line[];
  /** Causes: what the system does at that time. */
  readonly why: readonly Line[];
}
