import type { Dimensions } from '../alarms/alarm-properties';
import type { BuiltAlarm } from '../alarms/component-alarms';
import type { Line } from './line';
import type { Section } from './pages';
import { thresholdsOf } from './threshold';
import { graph, text } from './widgets';

/** A row of graphs: of one operation of an API, or of some metrics of an application. */
export interface Detail {
  readonly dimensions: Dimensions;
  readonly graphs: readonly { readonly title: string; readonly lines: readonly Line[] }[];
}

/** The rows of the details dashboard, component by component. */
export function detailRows(
  component: string,
  region: string,
  details: readonly Detail[],
  alarms: readonly BuiltAlarm[],
): Section[] {
  if (details.length === 0) return [];
  const row = ({ dimensions, graphs }: Detail): Section =>
    graphs.map(({ title, lines }) =>
      graph(
        title,
        region,
        lines.map((line) => ({ line, dimensions, region, thresholds: thresholdsOf(line, alarms) })),
        24 / graphs.length,
      ),
    );
  return [[text(`## ${component}: details`, 1)], ...details.map(row)];
}
