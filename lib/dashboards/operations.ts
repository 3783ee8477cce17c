import type { Dimensions } from '../alarms/alarm-properties';
import type { ApiMetrics } from '../rules/api-rules';
import { answers, latencies } from './api-lines';
import type { Line } from './line';
import type { Section } from './pages';
import { graph, text } from './widgets';

/** One operation of an HTTP API: verb and route. */
export interface Operation {
  /** Such as `POST /orders`. */
  readonly name: string;
  readonly metrics: ApiMetrics;
  readonly dimensions: Dimensions;
}

/** Two graphs per operation: what it answered, and how fast. */
export function operationRows(component: string, region: string, operations: readonly Operation[]): Section[] {
  if (operations.length === 0) return [];
  return [[text(`## ${component}: operations`, 1)], ...operations.map((operation) => row(region, operation))];
}

function row(region: string, { name, metrics, dimensions }: Operation): Section {
  const draw = (lines: readonly Line[]) => lines.map((line) => ({ line, dimensions, region }));
  return [
    graph(`${name}: answers`, region, draw(answers(metrics))),
    graph(`${name}: latency`, region, draw(latencies(metrics))),
  ];
}
