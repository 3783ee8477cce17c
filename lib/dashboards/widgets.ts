import { type Dimensions, dimensionsOf } from '../alarms/alarm-properties';
import type { Line } from './line';

/** A widget as the dashboard body has it, without its place. */
export interface Widget {
  readonly type: 'metric' | 'alarm' | 'text' | 'log';
  readonly width: number;
  readonly height: number;
  readonly properties: Record<string, unknown>;
}

/** A line together with the resource that it is drawn for. */
export interface DrawnLine {
  readonly line: Line;
  readonly dimensions: Dimensions;
  readonly region: string;
  /** The threshold to draw beside it. */
  readonly threshold?: { readonly label: string; readonly value: number };
}

/** A time series graph with thresholds. */
export function graph(title: string, region: string, lines: readonly DrawnLine[], width = 12): Widget {
  const horizontal = lines.flatMap(({ line, threshold }) =>
    threshold === undefined ? [] : [{ ...threshold, color: '#d62728', ...(line.axis && { yAxis: line.axis }) }],
  );
  return {
    type: 'metric',
    width,
    height: 6,
    properties: {
      title,
      region,
      view: 'timeSeries',
      metrics: abbreviated(lines.flatMap((drawn, index) => seriesOf(drawn, index, region))),
      ...(horizontal.length > 0 && { annotations: { horizontal } }),
      yAxis: { left: AXIS, ...(lines.some(({ line }) => line.axis) && { right: AXIS }) },
      period: 60,
    },
  };
}

function seriesOf({ line, dimensions, region }: DrawnLine, index: number, widgetRegion: string): unknown[][] {
  const shown = { label: line.label, ...(line.axis && { yAxis: line.axis }) };
  const idOf = (id: string) => `${id}${index}`;
  const inputs = Object.entries(line.metrics).map(([id, reading]) => [
    reading.namespace,
    reading.name,
    ...dimensionsOf(reading, dimensions).flatMap(({ name, value }) => [name, value]),
    {
      stat: reading.statistic,
      ...(region !== widgetRegion && { region }),
      ...(line.expression === undefined ? shown : { id: idOf(id), visible: false }),
    },
  ]);
  if (line.expression === undefined) return inputs;
  const ids = Object.keys(line.metrics).join('|');
  const expression = line.expression.replace(new RegExp(`\\b(${ids})\\b`, 'g'), idOf);
  return [...inputs, [{ expression, ...shown }]];
}

const AXIS = { min: 0, showUnits: false };

/**
 * CloudWatch's own short form, which keeps templates small: `.` for what the series before has at the same place, `...` for all
 * of it.
 */
function abbreviated(series: readonly unknown[][]): unknown[][] {
  return series.map((fields, row) => {
    const before = series[row - 1]?.slice(0, -1) ?? [];
    const options = fields.at(-1);
    const names = fields.slice(0, -1);
    // an expression names nothing
    if (names.length === 0 || before.length !== names.length) return fields;
    const short = names.map((name, place) => (name === before[place] ? '.' : name));
    return short.every((name) => name === '.') ? ['...', options] : [...short, options];
  });
}

export const text = (markdown: string, height = 2): Widget => ({
  type: 'text',
  width: 24,
  height,
  properties: { markdown },
});

/** The alarms of an environment, those in alarm first. */
export function alarmStatus(title: string, arns: readonly string[]): Widget {
  const perRow = 4;
  return {
    type: 'alarm',
    width: 24,
    height: Math.min(12, 2 + Math.ceil(arns.length / perRow)),
    properties: { title, alarms: arns, sortBy: 'stateUpdatedTimestamp' },
  };
}

/** The newest error lines of some log groups. */
export function errorLog(title: string, region: string, logGroups: readonly string[]): Widget {
  const sources = logGroups.map((group) => `SOURCE '${group}'`).join(' | ');
  return {
    type: 'log',
    width: 24,
    height: 6,
    properties: {
      title,
      region,
      view: 'table',
      query: `${sources} | fields @timestamp, @message, @log | filter @message like /(?i)(error|exception|timed out)/ | sort @timestamp desc | limit 50`,
    },
  };
}
