import type { EmittedMetric } from './emitter';

/**
 * Which metrics a document has, in which order. Handlers put the same metrics again and again, so the directives of documents that are
 * alike are made once: few shapes serve all documents, just as few hidden classes of V8 serve all objects.
 */
export interface Shape {
  readonly metrics: readonly EmittedMetric[];
  /** The member of the metric directives, up to where the next metric of the last one would stand. */
  readonly directives: string;
  readonly next: Map<EmittedMetric, Shape>;
}

const MOST_REMEMBERED = 1000;
let remembered = 0;

const shape = (metrics: readonly EmittedMetric[], directives: string): Shape => ({
  metrics,
  directives,
  next: new Map(),
});

export const EMPTY = shape([], ',"CloudWatchMetrics":[');

/** The shape of a document that has one metric more. */
export function extended(shorter: Shape, metric: EmittedMetric): Shape {
  let longer = shorter.next.get(metric);
  if (!longer) {
    const last = shorter.metrics.at(-1);
    const between = last?.head === metric.head ? ',' : (last ? ']},' : '') + metric.head;
    // joined, for a string that is added up stays a tree that each document would have to walk
    longer = shape([...shorter.metrics, metric], [shorter.directives, between, metric.definition].join(''));
    // metrics that come in every order would make shapes without end
    if (remembered++ < MOST_REMEMBERED) shorter.next.set(metric, longer);
  }
  return longer;
}
