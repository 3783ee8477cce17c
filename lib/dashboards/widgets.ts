import { numberOf } from './body';
import type { AxisUnit } from './chart';
import { type DrawnLine, seriesOf } from './series';
import type { Threshold } from './threshold';

/** A widget as the dashboard body has it, without its position. */
export interface Widget {
  readonly type: 'metric' | 'alarm' | 'text' | 'log';
  readonly width: number;
  readonly height: number;
  readonly properties: Record<string, unknown>;
}

/** Widgets that stay together, in rows of their own. */
export type Section = readonly Widget[];

/** CloudWatch's grid. */
export const COLUMNS = 24;

/** A graph before it has a width. */
export interface Drawing {
  readonly title: string;
  readonly region: string;
  readonly lines: readonly DrawnLine[];
  readonly units: { readonly left: AxisUnit; readonly right?: AxisUnit };
  readonly thresholds: readonly (Threshold & { readonly axis?: 'right' })[];
  readonly isDaily?: true;
}

/** A metric that is published a few times a day has no value in three hours. */
const DAILY = { period: 86_400, start: '-P14D' } as const;
const PERIOD = 60;
const PERIOD_OF_NUMBERS = 300;

/** A time series graph with thresholds. */
export function graph({ title, region, lines, units, thresholds, isDaily }: Drawing, width: number): Widget {
  const horizontal = thresholds.map(({ axis, value, ...others }) => ({
    ...others,
    value: numberOf(value),
    ...(axis && { yAxis: axis }),
  }));
  const { left, right } = units;
  return {
    type: 'metric',
    width,
    height: 6,
    properties: {
      title,
      region,
      ...seriesOf(lines, region),
      ...(horizontal.length > 0 && { annotations: { horizontal } }),
      yAxis: { left: axisOf(left), ...(right && { right: axisOf(right) }) },
      ...(isDaily ? DAILY : { period: PERIOD }),
    },
  };
}

const axisOf = (unit: AxisUnit) => ({ label: unit, min: 0, showUnits: false });

/** The newest value of each line, with its course below it. */
export const numbers = (
  region: string,
  lines: readonly (DrawnLine & { readonly isDaily?: true })[],
  width: number,
  title?: string,
): Widget => ({
  type: 'metric',
  width,
  height: 3,
  properties: {
    ...(title && { title }),
    view: 'singleValue',
    sparkline: true,
    region,
    ...seriesOf(lines, region),
    ...(lines.some(({ isDaily }) => isDaily) && lines.every(({ isDaily }) => isDaily)
      ? DAILY
      : { period: PERIOD_OF_NUMBERS }),
  },
});

export const text = (markdown: string, height = 1, width = COLUMNS): Widget => ({
  type: 'text',
  width,
  height,
  properties: { markdown, background: 'transparent' },
});

interface AlarmStatus {
  readonly width?: number;
  readonly height: number;
  /** @default - alarms in any state */
  readonly states?: readonly string[];
}

/** The states of alarms, those in ALARM first. CloudWatch takes 1 to 100 alarms. */
export const alarmStatus = (
  title: string,
  alarms: readonly string[],
  { width = COLUMNS, height, states }: AlarmStatus,
): Widget => ({
  type: 'alarm',
  width,
  height,
  properties: { title, alarms, sortBy: 'stateUpdatedTimestamp', ...(states && { states }) },
});
