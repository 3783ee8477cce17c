import { runMetricAlarm } from '../../../lib/rehearsal/simulator/metric-alarm';
import { MetricStore } from '../../../lib/rehearsal/simulator/metric-store';
import type {
  AlarmState,
  MetricAlarmDefinition,
  MetricIdentity,
  StateChange,
} from '../../../lib/rehearsal/simulator/model';

/** Everyday tests do with a tenth of the runs of a property; mutants are many, and few runs are enough to see most of them. */
const SHARES: Readonly<Record<string, number>> = { all: 1, few: 1 / 200 };
/** A length up to which every pattern is tried. */
export const upTo = (few: number, everyday: number, all: number): number =>
  ({ few, all })[process.env.RUNS ?? ''] ?? everyday;
export const runs = (all: number): number => Math.ceil(all * (SHARES[process.env.RUNS ?? ''] ?? 1 / 10));

/** A minute, an hour and a day in seconds. */
export const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];

/** When most of these tests begin: a Monday. */
export const START = at('2026-01-05T00:00:00Z');

export function at(text: string): number {
  return Date.parse(text) / 1000;
}

export const METRIC: MetricIdentity = { namespace: 'Shop', name: 'Errors', dimensions: { Service: 'orders' } };

/** An alarm on one metric: more than 10 in three of three periods of five minutes. */
export function alarmOn(changes: Partial<MetricAlarmDefinition> = {}, statistic = 'Sum'): MetricAlarmDefinition {
  return {
    kind: 'metric',
    name: 'high',
    arn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:high',
    description: '',
    actions: { alarm: [], ok: [], insufficientData: [] },
    queries: [{ id: 'm', metric: { ...METRIC, statistic }, returned: true }],
    comparison: 'GreaterThanThreshold',
    threshold: 10,
    periodSeconds: 300,
    evaluationPeriods: 3,
    datapointsToAlarm: changes.evaluationPeriods ?? 3,
    countsDatapoints: true,
    treatMissingData: 'missing',
    ignoresLowSamples: false,
    ...changes,
  };
}

/** One sample per interval from a time on; undefined where there is none. */
export function storeWith(
  values: readonly (number | undefined)[],
  { start = START, interval = MINUTE }: { start?: number; interval?: number } = {},
): MetricStore {
  const store = new MetricStore();
  store.record(METRIC, samplesOf(values, start, interval));
  return store;
}

export const samplesOf = (values: readonly (number | undefined)[], start = START, interval = MINUTE) =>
  values.flatMap((value, index) => (value === undefined ? [] : [{ time: start + index * interval, value }]));

/** The state after all changes up to a time. */
export const stateAt = (initial: AlarmState, changes: readonly StateChange[], time: number): AlarmState =>
  changes.findLast((change) => change.time <= time)?.to ?? initial;

/** The state that an alarm has at a time, evaluated at no other time. */
export function evaluatedAt(
  time: number,
  alarm: MetricAlarmDefinition,
  store: MetricStore,
  before: AlarmState = 'INSUFFICIENT_DATA',
): AlarmState {
  const { initial, changes } = runMetricAlarm(alarm, store, { start: time, end: time }, before);
  return stateAt(initial, changes, time);
}

/** `0X-`, oldest first: within the threshold, beyond it, missing. */
export const pattern = (text: string, [within, beyond] = [1, 100]): (number | undefined)[] =>
  [...text].map((point) => ({ '0': within, X: beyond })[point]);
