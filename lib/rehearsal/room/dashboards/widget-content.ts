import { textIn, textsIn } from '../../assembly/json';
import type { MetricStore } from '../../simulator/metric-store';
import type { AlarmState } from '../../simulator/model';
import type { AlarmStatus, WidgetContent, WidgetView } from '../protocol';
import { graphOf, type Range } from './graph';

/** What widgets are filled from. */
export interface Data {
  readonly store: MetricStore;
  readonly range: Range;
  /** The state of an alarm, by ARN or name; undefined if the assembly does not have it. */
  readonly alarm: (reference: string) => AlarmStatus | undefined;
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

type Fill = (widget: WidgetView, data: Data) => WidgetContent;

const FILLS: Readonly<Record<string, Fill>> = {
  metric: ({ properties }, { store, range }) => {
    const leastPeriod = LEAST_PERIODS.find(([from]) => range.to - range.from >= from)?.[1] ?? 60;
    return { is: 'graph', graph: graphOf(properties, { store, range, leastPeriod }) };
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
