import { parseAlarmRule } from '../../lib/rehearsal/simulator/alarm-rule';
import { MetricStore } from '../../lib/rehearsal/simulator/metric-store';
import type { AlarmDefinition, MetricAlarmDefinition, Query } from '../../lib/rehearsal/simulator/model';
import { DEFAULT_READING, type Reading } from '../../lib/rehearsal/simulator/reading';
import { simulate } from '../../lib/rehearsal/simulator/simulation';
import { stateAt } from '../../lib/rehearsal/simulator/track';
import type { History } from './evaluator/history';
import { type CompositeAlarm, type MetricAlarm, metricsOf, periodSecondsOf, type State } from './evaluator/model';

export type Alarm = MetricAlarm | CompositeAlarm;

const stores = new WeakMap<History, MetricStore>();

/** Alarms on more than a day are evaluated at full hours, at which scenarios look. */
const HOURLY: Reading = { ...DEFAULT_READING, multiDayMinute: 0 };

/** The states of some alarms at some minutes, as the simulator has them. Composites may name any alarm among them. */
export class Timeline {
  readonly #store: MetricStore;
  readonly #alarms: readonly AlarmDefinition[];
  #given: Map<string, State>;

  public constructor(
    alarms: readonly Alarm[],
    history: History,
    initial: State = 'INSUFFICIENT_DATA',
    private readonly reading: Reading = HOURLY,
  ) {
    this.#alarms = alarms.map(definitionOf);
    this.#given = new Map(this.#alarms.map(({ arn }) => [arn, initial]));
    this.#store = stores.get(history) ?? storeOf(history);
    stores.set(history, this.#store);
  }

  /** Evaluates all alarms at the beginning of a minute, after whichever minute was evaluated before. */
  public evaluate(minute: number): ReadonlyMap<string, State> {
    return this.run(minute, minute)(minute);
  }

  /** Evaluates all alarms as often as CloudWatch does between two minutes. Returns their states at any minute between. */
  public run(from: number, to: number): (minute: number) => ReadonlyMap<string, State> {
    const { tracks, notModelled } = simulate({
      ...{ alarms: this.#alarms, store: this.#store, given: this.#given },
      span: { start: from * 60, end: to * 60 },
      reading: this.reading,
    });
    for (const [arn, reason] of notModelled) throw new Error(`${arn}: ${reason}`);
    const at = (minute: number) => new Map([...tracks].map(([arn, track]) => [arn, stateAt(track, minute * 60)]));
    this.#given = at(to);
    return at;
  }
}

export function storeOf(history: History): MetricStore {
  const store = new MetricStore();
  for (const { metric, minutes } of history) {
    const dimensions = Object.fromEntries(metric.dimensions.map(({ Name, Value }) => [Name, JSON.stringify(Value)]));
    const samples = [...minutes].flatMap(([minute, recorded]) =>
      recorded.map((each) => ({ time: minute * 60, ...(typeof each === 'number' ? { value: each } : each) })),
    );
    store.record({ ...metric, dimensions }, samples);
  }
  return store;
}

/** ARNs are names here. */
export function definitionOf(alarm: Alarm): AlarmDefinition {
  const name = alarm.AlarmName ?? '';
  const common = { name, arn: name, description: '', actions: { alarm: [], ok: [], insufficientData: [] } };
  if ('AlarmRule' in alarm) {
    const ruleText = alarm.AlarmRule;
    return { kind: 'composite', ...common, ruleText, alarmRule: parseAlarmRule(ruleText) };
  }
  return { ...common, ...metricDefinitionOf(alarm) };
}

function metricDefinitionOf(
  alarm: MetricAlarm,
): Omit<MetricAlarmDefinition, 'name' | 'arn' | 'description' | 'actions'> {
  return {
    kind: alarm.Metrics === undefined ? 'metric' : 'math',
    queries: queriesOf(alarm),
    comparison: alarm.ComparisonOperator,
    threshold: withTolerance(alarm),
    periodSeconds: periodSecondsOf(alarm),
    evaluationPeriods: alarm.EvaluationPeriods,
    datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
    treatMissingData: alarm.TreatMissingData ?? 'missing',
    ignoresLowSamples: alarm.EvaluateLowSampleCountPercentile === 'ignore',
  };
}

/** What is equal on paper is equal here: scenarios compute values that are to meet the threshold, and rounding gets in. */
function withTolerance({ Threshold, ComparisonOperator }: MetricAlarm): number {
  const tolerance = 1e-12 * Math.max(1, Math.abs(Threshold));
  const isHigher = ComparisonOperator.startsWith('Greater') !== ComparisonOperator.includes('OrEqual');
  return Threshold + (isHigher ? tolerance : -tolerance);
}

function queriesOf(alarm: MetricAlarm): Query[] {
  const metrics = new Map(
    metricsOf(alarm).map(({ id, namespace, name, dimensions, statistic }) => [
      id,
      {
        ...{ namespace, name, statistic },
        dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, JSON.stringify(Value)])),
      },
    ]),
  );
  if (alarm.Metrics === undefined) return [...metrics].map(([id, metric]) => ({ id, metric, returned: true }));
  return alarm.Metrics.map(({ Id, Expression, ReturnData }) => ({
    ...{ id: Id, expression: Expression, metric: metrics.get(Id) },
    returned: ReturnData ?? true,
  }));
}
