import { type Labels, METRIC_NAME } from '../labels';
import type { Point } from '../series';

/** A series at the time of an evaluation. */
export interface Element {
  readonly labels: Labels;
  readonly value: number;
}

/** What an expression evaluates to: a number, a string, or an instant vector. */
export type Value = number | string | readonly Element[];

/** The samples of a series in a range. */
export interface RangeElement {
  readonly labels: Labels;
  /** At least one. */
  readonly points: readonly Point[];
}

export interface Range {
  readonly elements: readonly RangeElement[];
  /** Milliseconds. */
  readonly start: number;
  readonly end: number;
  /** Of the evaluation, which is later than the end by the offset. */
  readonly time: number;
}

/** A query that Prometheus refuses to answer for these series, such as one with several matches. */
export class EvaluationError extends Error {}

export const withoutName = (labels: Labels): Labels => labels.without([METRIC_NAME]);

/** @throws EvaluationError for two elements with the same labels */
export function distinct(elements: readonly Element[]): readonly Element[] {
  if (new Set(elements.map(({ labels }) => labels.key)).size < elements.length)
    throw new EvaluationError('vector cannot contain metrics with the same labelset');
  return elements;
}

/** The elements with other values, without the name of the metric, which no longer says what they are. */
export const mapped = (elements: readonly Element[], change: (value: number) => number): Element[] =>
  elements.map(({ labels, value }) => ({ labels: withoutName(labels), value: change(value) }));
