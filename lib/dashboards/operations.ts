import type { Dimensions } from '../alarms/alarm-properties';
import type { ApiMetrics } from '../rules/api-rules';
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
  const { requests, clientErrors, serverErrors, latency } = metrics;
  const answers: Line[] = [
    // API Gateway publishes no 2XX
    {
      label: '2XX',
      metrics: { n: requests('Sum'), c: clientErrors('Sum'), s: serverErrors('Sum') },
      expression: 'n - c - s',
    },
    { label: '4XX', metrics: { m: clientErrors('Sum') } },
    { label: '5XX', metrics: { m: serverErrors('Sum') } },
  ];
  const latencies = ['p90', 'p95', 'p99'].map((statistic) => ({
    label: `${statistic} (ms)`,
    metrics: { m: latency(statistic) },
  }));
  return [graph(`${name}: answers`, region, draw(answers)), graph(`${name}: latency`, region, draw(latencies))];
}
