import { type JsonObject, numberIn, objectIn, objectsIn, textIn } from '../../assembly/json';
import type { Dashboard } from '../../assembly/model';
import type { MetricIdentity } from '../../simulator/model';
import type { DashboardView, WidgetView } from '../protocol';
import { variablesIn } from './variable-views';

const HOURS = 3600;
/** What CloudWatch shows of a dashboard that does not say how much. */
const DEFAULT_RANGE = 3 * HOURS;
/** CloudWatch's grid. */
const COLUMNS = 24;
const DEFAULT_SIZE = { width: 6, height: 6 };

/** A dashboard as it is laid out. */
export function dashboardView({ name, stack, body }: Dashboard, metrics: readonly MetricIdentity[]): DashboardView {
  if (body === undefined) {
    return {
      name,
      stack,
      rangeSeconds: DEFAULT_RANGE,
      widgets: [],
      variables: [],
      problem: 'The body of this dashboard is not a JSON object.',
    };
  }
  const rangeSeconds = secondsBack(body.start) ?? DEFAULT_RANGE;
  return {
    name,
    stack,
    rangeSeconds,
    widgets: laidOut(objectsIn(body.widgets)),
    variables: variablesIn(body, metrics),
  };
}

/** Of a start such as `-PT3H`; `-P1D` or `-P7D` too. */
export function secondsBack(start: unknown): number | undefined {
  const [, weeks = 0, days = 0, hours = 0, minutes = 0] =
    /^-P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(String(start)) ?? [];
  const seconds =
    Number(weeks) * 168 * HOURS + Number(days) * 24 * HOURS + Number(hours) * HOURS + Number(minutes) * 60;
  return seconds > 0 ? seconds : undefined;
}

/** Widgets without a position come after those before them, as in CloudWatch. */
function laidOut(widgets: readonly JsonObject[]): WidgetView[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return widgets.map((widget) => {
    const width = bounded(numberIn(widget.width) ?? DEFAULT_SIZE.width, 1, COLUMNS);
    const height = bounded(numberIn(widget.height) ?? DEFAULT_SIZE.height, 1, 1000);
    if (x + width > COLUMNS) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const own = { x: bounded(numberIn(widget.x) ?? x, 0, COLUMNS - width), y: Math.max(0, numberIn(widget.y) ?? y) };
    [x, y, rowHeight] = [own.x + width, own.y, Math.max(own.y === y ? rowHeight : 0, height)];
    return { type: textIn(widget.type) ?? '', ...own, width, height, properties: objectIn(widget.properties) };
  });
}

const bounded = (value: number, least: number, greatest: number): number => Math.min(Math.max(value, least), greatest);
