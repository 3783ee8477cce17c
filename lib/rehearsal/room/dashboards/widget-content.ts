import { type JsonObject, listIn, objectIn, textIn, textsIn } from '../../assembly/json';
import type { MetricStore } from '../../simulator/metric-store';
import type { AlarmState } from '../../simulator/model';
import type { AlarmDetail, AlarmStatus, Graph, WidgetContent, WidgetView } from '../protocol';
import { secondsBack } from './dashboard-view';
import { graphOf, type Range } from './graph';

/** What widgets are filled from. */
export interface Data {
  readonly store: MetricStore;
  readonly range: Range;
  /** The state of an alarm, by ARN or name; undefined if the assembly does not have it. */
  readonly alarm: (reference: string) => AlarmStatus | undefined;
  /** What an alarm compares, over a range of time; undefined if nothing that could be drawn. */
  readonly compared: (reference: string, range: Range) => Pick<AlarmDetail, 'graph' | 'threshold'> | undefined;
}

const HOUR = 3600;
/** From which range on a graph has which period at least, so that it can be read. */
const LEAST_PERIODS: readonly (readonly [range: number, period: number])[] = [
  [7 * 24 * HOUR, HOUR],
  [3 * 24 * HOUR, 900],
  [12 * HOUR, 300],
  [0, 60],
];

const STATES: readonly AlarmState[] = ['ALARM', 'INSUFFICIENT_DATA', 'OK'];
type Order = (one: AlarmStatus, other: AlarmStatus) => number;
const byName: Order = (one, other) => one.name.localeCompare(other.name);
const byChange: Order = (one, other) => (other.since ?? 0) - (one.since ?? 0) || byName(one, other);
/** `sortBy` of an alarm widget, as CloudWatch documents its values. */
const ORDERS: Readonly<Record<string, Order>> = {
  default: byName,
  timestamp: byChange,
  stateUpdatedTimestamp: (one, other) =>
    STATES.indexOf(one.state) - STATES.indexOf(other.state) || byChange(one, other),
};

/** Of a widget that has a start or an end of its own; in a rehearsal, now is the time of the rehearsal. */
function ownRange({ start, end }: JsonObject, { from, to }: Range): Range {
  const timeOf = (text: string | undefined): number | undefined => {
    const time = Date.parse(text ?? '') / 1000;
    return Number.isNaN(time) ? undefined : time;
  };
  const until = timeOf(textIn(end)) ?? to;
  const back = secondsBack(start);
  const since = back === undefined ? timeOf(textIn(start)) : until - back;
  return since !== undefined && since < until ? { from: since, to: until } : { from, to };
}

/** Draws the threshold of an alarm, and what it compares if the widget has no metrics of its own. */
function withAlarm(graph: Graph, reference: string, drawsLine: boolean, compared: Data['compared']): Graph {
  const found = compared(reference, { from: graph.from, to: graph.to });
  const name = reference.split(':alarm:').at(-1) as string;
  if (found === undefined || (found.graph === undefined && found.threshold === undefined)) {
    return { ...graph, problems: [...graph.problems, `${name}: nothing of this alarm can be drawn here.`] };
  }
  const threshold = found.threshold === undefined ? [] : [{ value: found.threshold, label: name }];
  return {
    ...graph,
    lines: drawsLine ? [...graph.lines, ...(found.graph?.lines ?? [])] : graph.lines,
    thresholds: [...(graph.thresholds ?? []), ...threshold],
  };
}

type Fill = (widget: WidgetView, data: Data) => WidgetContent;

const FILLS: Readonly<Record<string, Fill>> = {
  metric: ({ properties }, { store, range: chosen, compared }) => {
    const range = ownRange(properties, chosen);
    const leastPeriod = LEAST_PERIODS.find(([from]) => range.to - range.from >= from)?.[1] ?? 60;
    const alarms = textsIn(objectIn(properties.annotations).alarms);
    const ofMetrics = listIn(properties.metrics).length === 0 && alarms.length > 0;
    const graph = ofMetrics
      ? { ...range, lines: [], problems: [] }
      : graphOf(properties, { store, range, leastPeriod });
    return { is: 'graph', graph: alarms.reduce((drawn, each) => withAlarm(drawn, each, ofMetrics, compared), graph) };
  },
  alarm: ({ properties }, { alarm }) => {
    const references = textsIn(properties.alarms);
    const found = references.map((reference) => alarm(reference));
    const states = textsIn(properties.states);
    return {
      is: 'alarms',
      alarms: found
        .flatMap((each) => each ?? [])
        .filter(({ state }) => states.length === 0 || states.includes(state))
        .sort(ORDERS[textIn(properties.sortBy) ?? 'default'] ?? byName),
      unknown: references.filter((_, index) => found[index] === undefined),
      ...(states.length > 0 && { states }),
    };
  },
  text: () => ({ is: 'text' }),
  log: () => ({ is: 'nothing', why: 'Log queries run in CloudWatch Logs only. There are no log lines here.' }),
  explorer: () => ({
    is: 'nothing',
    why: 'Explorer widgets find resources by their tags, which are known to AWS only.',
  }),
  custom: () => ({
    is: 'nothing',
    why: 'Custom widgets are drawn by a function in your account, which is not called here.',
  }),
};

export const contentOf: Fill = (widget, data) =>
  FILLS[widget.type]?.(widget, data) ?? {
    is: 'nothing',
    why: `A widget of type '${widget.type}' cannot be shown here.`,
  };
