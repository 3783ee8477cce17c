import type { Reading } from '../rules/rule';

/** One line of a graph. */
export interface Line {
  readonly label: string;
  readonly metrics: Readonly<Record<string, Reading>>;
  readonly expression?: string;
  /** @default left */
  readonly axis?: 'right';
  /** Draws the thresholds of these rules of the same part, if they are on. */
  readonly rules?: readonly string[];
}

/** What one resource adds to the two graphs of its component. */
export interface Graphs {
  /** What fails: what users of the component notice. */
  readonly what: readonly Line[];
  /** Why: what the system does meanwhile. */
  readonly why: readonly Line[];
}
