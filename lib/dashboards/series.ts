import { type Dimensions, dimensionsOf } from '../alarms/alarm-properties';
import type { MetricStatistic } from '../rules/rule';
import type { Line } from './chart';

/** A line together with the resource that it is drawn for. */
export interface DrawnLine {
  readonly line: Omit<Line, 'means' | 'rules'>;
  readonly dimensions: Dimensions;
  readonly region: string;
  /** @default - CloudWatch chooses one */
  readonly color?: string;
  /** @default left */
  readonly axis?: 'right';
  /** Seconds. @default - that of the widget */
  readonly period?: number;
}

/** What a metric widget draws. */
interface Series {
  readonly metrics: readonly unknown[][];
  /** The statistic of every metric that names none. */
  readonly stat: string;
}

interface Source {
  /** Namespace, name and dimensions, as CloudWatch wants them. */
  readonly names: readonly string[];
  readonly stat: string;
  readonly region: string;
  /** Its index among the sources, which ids are made of. */
  readonly index: number;
  readonly period?: number;
  shown?: object;
  id?: string;
}

/** Metrics first, each once however many lines need it; then the expressions over them. */
export function seriesOf(lines: readonly DrawnLine[], widgetRegion: string): Series {
  const sources = new Map<string, Source>();
  const sourceOf = (metric: MetricStatistic, { dimensions, region, period }: DrawnLine): Source => {
    const named = dimensionsOf(metric, dimensions).flatMap(({ name, value }) => [name, value]);
    const names = [metric.namespace, metric.name, ...named];
    const key = [...names, metric.statistic, region, period].join('\n');
    const source = sources.get(key) ?? { names, stat: metric.statistic, region, period, index: sources.size };
    sources.set(key, source);
    return source;
  };
  const expressions = lines.flatMap((drawn) => {
    const { label, metrics } = drawn.line;
    const expression = expressionOf(drawn.line);
    const shown = {
      ...(label && { label }),
      ...(drawn.color && { color: drawn.color }),
      ...(drawn.axis && { yAxis: drawn.axis }),
    };
    const inputs = Object.entries(metrics).map(([id, metric]) => [id, sourceOf(metric, drawn)] as const);
    if (expression === undefined) {
      for (const [, source] of inputs) source.shown = shown;
      return [];
    }
    if (inputs.length === 0) return [[{ expression, ...shown }]];
    for (const [id, source] of inputs) source.id ??= `${id}${source.index}`;
    const ids = Object.fromEntries(inputs.map(([id, source]) => [id, source.id as string]));
    const mentions = new RegExp(`\\b(${Object.keys(ids).join('|')})\\b`, 'g');
    return [[{ expression: expression.replace(mentions, (id) => ids[id] as string), ...shown }]];
  });
  const stat = mostCommon([...sources.values()].map((source) => source.stat));
  const metrics = [...sources.values()].map((source) => [
    ...source.names,
    {
      ...(source.stat !== stat && { stat: source.stat }),
      ...(source.region !== widgetRegion && { region: source.region }),
      ...(source.period && { period: source.period }),
      ...(source.id && { id: source.id }),
      ...(source.shown ?? { visible: false }),
    },
  ]);
  return { stat, metrics: [...abbreviated(metrics), ...expressions] };
}

/** A conversion is one, too. */
function expressionOf({ expression, scale, metrics }: DrawnLine['line']): string | undefined {
  if (scale === undefined) return expression;
  const { times, over } = scale;
  const value = expression === undefined ? Object.keys(metrics)[0] : `(${expression})`;
  return `${times === undefined ? '' : `${times} * `}${value}${over === undefined ? '' : ` / ${over}`}`;
}

function mostCommon(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((one, other) => (other[1] > one[1] ? other : one), ['Average', 0])[0];
}

/**
 * CloudWatch's own short form, which keeps templates small: `.` for what the previous series has at the same position, `...` for all
 * of it.
 */
function abbreviated(series: readonly unknown[][]): unknown[][] {
  return series.map((fields, row) => {
    const before = series[row - 1]?.slice(0, -1) ?? [];
    const options = fields.at(-1);
    const names = fields.slice(0, -1);
    if (before.length !== names.length) return fields;
    const short = names.map((name, index) => (name === before[index] ? '.' : name));
    return short.every((name) => name === '.') ? ['...', options] : [...short, options];
  });
}
