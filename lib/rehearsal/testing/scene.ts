import type { Severity } from '../../contracts/severity';
import { AlarmIndex } from '../assembly/alarm-index';
import type { Alarm, Assembly, CompositeAlarm, MetricAlarm } from '../assembly/model';
import { readsDynamoDb } from '../simulator/dynamo-db';
import { type EvaluationRange, FITTED_RANGE, OTHER_RANGES } from '../simulator/evaluation-range';
import { runMetricAlarm } from '../simulator/metric-alarm';
import { metricKey } from '../simulator/metric-key';
import { MetricStore } from '../simulator/metric-store';
import type { AlarmState, Metric, Readings, StateChange, Track } from '../simulator/model';
import { type Simulation, simulate } from '../simulator/simulation';
import { stateAt } from '../simulator/track';

/** That an alarm went into ALARM, told to somebody. */
export interface Alert {
  readonly alarm: Alarm;
  readonly severity: Severity | 'unknown';
  readonly time: number;
  /** Whom: ARNs. */
  readonly targets: readonly string[];
  readonly change: StateChange;
}

/** What a test may expect: the states at some times, and how often it alarmed. */
const told = (track: Track, times: readonly number[]): string =>
  JSON.stringify([times.map((time) => stateAt(track, time)), track.changes.filter(({ to }) => to === 'ALARM').length]);

/** The alarms of an assembly, with data to see and time to pass. */
export class Scene {
  public readonly store = new MetricStore();
  readonly #given = new Map<string, AlarmState>();
  readonly #simulations = new Map<EvaluationRange, Simulation>();
  readonly #index: AlarmIndex;
  #end: number;

  /** @param start seconds since 1970 */
  public constructor(
    public readonly assembly: Assembly,
    public readonly start: number,
  ) {
    this.#end = start;
    this.#index = new AlarmIndex(assembly.alarms);
  }

  public get end(): number {
    return this.#end;
  }

  /** Time goes on at least until then. */
  public lastUntil(time: number): void {
    if (time <= this.#end) return;
    this.#end = time;
    this.#simulations.clear();
  }

  /** The state of an alarm before the start, by ARN, name or whatever a composite calls it. */
  public give(references: readonly string[], state: AlarmState): void {
    for (const reference of references) this.#given.set(reference, state);
    this.#simulations.clear();
  }

  /** What is recorded in the store from now on is seen. */
  public forget(): void {
    this.#simulations.clear();
  }

  public trackOf(alarm: Alarm, range?: EvaluationRange): Track {
    return (
      this.#simulation(range).tracks.get(alarm.arn) ?? {
        initial: this.#given.get(alarm.arn) ?? 'INSUFFICIENT_DATA',
        changes: [],
      }
    );
  }

  public stateOf(alarm: Alarm, time: number): AlarmState {
    return stateAt(this.trackOf(alarm), time);
  }

  public readingsOf(alarm: Alarm): Readings | undefined {
    return this.trackOf(alarm).readings?.();
  }

  /** Why an alarm could not be simulated, if so. */
  public whyNot(alarm: Alarm): string | undefined {
    if (alarm.kind === 'unexplained') return `${alarm.mechanism} is not modelled.`;
    return this.#simulation().notModelled.get(alarm.arn);
  }

  public get actions(): Simulation['actions'] {
    return this.#simulation().actions;
  }

  /** In order of time. */
  public get alerts(): Alert[] {
    const byArn = new Map(this.assembly.alarms.map((alarm) => [alarm.arn, alarm]));
    const alerts = new Map<string, Alert & { targets: string[] }>();
    for (const { alarm, time, target, change } of this.actions) {
      if (change.to !== 'ALARM') continue;
      const declared = byArn.get(alarm.arn) as Alarm;
      const key = `${time} ${alarm.arn}`;
      const known = alerts.get(key) ?? { alarm: declared, severity: declared.severity, time, change, targets: [] };
      known.targets.push(target);
      alerts.set(key, known);
    }
    return [...alerts.values()];
  }

  /** The models of the evaluation range under which an alarm would be in other states at some times, or alarm more or less often. */
  public rangesThatDisagree(alarm: Alarm, times: readonly number[]): EvaluationRange[] {
    const track = this.trackOf(alarm);
    // what rests on documentation alone is the same under all of them
    if (track.changes.every(({ ground }) => ground === 'documented')) return [];
    return OTHER_RANGES.filter((range) => told(this.trackOf(alarm, range), times) !== told(track, times));
  }

  /** Whether an alarm on metrics of DynamoDB would alarm at other times if it ignored missing data whatever it says. */
  public differsIfItIgnored(alarm: Alarm, times: readonly number[]): boolean {
    if (alarm.kind === 'unexplained' || alarm.kind === 'composite' || !readsDynamoDb(alarm.queries)) return false;
    if (this.whyNot(alarm) !== undefined) return false;
    const span = { start: this.start, end: this.end };
    const ignoring = { ...alarm, treatMissingData: 'ignore' };
    const track = runMetricAlarm(ignoring, this.store, span, this.#given.get(alarm.arn));
    const alarming = (of: Track): string => times.map((time) => stateAt(of, time) === 'ALARM').join();
    return alarming(track) !== alarming(this.trackOf(alarm));
  }

  /** All metrics that alarms read. */
  public get metrics(): ReadonlyMap<string, Metric> {
    const metrics = this.#simulated.flatMap((alarm) =>
      alarm.kind === 'composite' ? [] : alarm.queries.flatMap(({ metric }) => metric ?? []),
    );
    return new Map(metrics.map((metric) => [metricKey(metric), metric]));
  }

  /** What composites name that is no alarm here. */
  public get strangers(): ReadonlySet<string> {
    const composites = this.#simulated.filter((alarm) => alarm.kind === 'composite');
    const named = composites.flatMap((alarm) =>
      [...alarm.children, ...(alarm.suppressor === undefined ? [] : [alarm.suppressor])].map((reference) => ({
        reference,
        stack: alarm.stack,
      })),
    );
    return new Set(
      named
        .filter(({ reference, stack }) => this.#index.find(reference, stack) === undefined)
        .map(({ reference }) => reference),
    );
  }

  get #simulated(): (MetricAlarm | CompositeAlarm)[] {
    return this.assembly.alarms.filter((alarm) => alarm.kind !== 'unexplained');
  }

  #simulation(range: EvaluationRange = FITTED_RANGE): Simulation {
    const known = this.#simulations.get(range);
    if (known !== undefined) return known;
    const simulation = simulate({
      ...{ alarms: this.#simulated, muteRules: this.assembly.muteRules, store: this.store, given: this.#given, range },
      span: { start: this.start, end: this.#end },
      find: (reference, by) => {
        const found = this.#index.find(reference, by.stack);
        return found?.kind === 'unexplained' ? undefined : found;
      },
    });
    this.#simulations.set(range, simulation);
    return simulation;
  }
}
