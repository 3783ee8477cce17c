import type { Severity } from '../../contracts/severity';
import { AlarmIndex } from '../assembly/alarm-index';
import type { Alarm, Assembly, CompositeAlarm, MetricAlarm } from '../assembly/model';
import { reportTopics } from '../assembly/report-topics';
import { isMessage } from '../simulator/actions';
import type { AlarmEvent } from '../simulator/alarm-event';
import { metricKey } from '../simulator/metric-key';
import { MetricStore } from '../simulator/metric-store';
import type { AlarmState, Metric, MetricIdentity, Observed, StateChange, Track } from '../simulator/model';
import { type OtherReading, readingNamed, readingsOn } from '../simulator/other-readings';
import { DEFAULT_READING, type Reading } from '../simulator/reading';
import { eventsOf, functionEventsOf, type Simulation, simulate } from '../simulator/simulation';
import { stateAt } from '../simulator/track';
import { type Input, inputsOf, selectionsIn } from './inputs';

/** A message about an alarm that went into ALARM. */
export interface Alert {
  readonly alarm: Alarm;
  readonly severity: Severity | 'unknown';
  readonly time: number;
  /** The ARNs of its actions. */
  readonly targets: readonly string[];
  readonly change: StateChange;
}

/** What a test can check: the states at some times and the number of changes to ALARM. */
const outcomeOf = (track: Track, times: readonly number[]): string =>
  JSON.stringify([times.map((time) => stateAt(track, time)), track.changes.filter(({ to }) => to === 'ALARM').length]);

/** The alarms of an assembly with metric data, a start and an end. */
export class Scene {
  readonly #index: AlarmIndex;
  readonly #reports: ReadonlySet<string>;
  #end: number;
  #simulation?: Simulation;
  #deployable?: readonly (MetricAlarm | CompositeAlarm)[];

  /** @param start seconds since 1970 */
  public constructor(
    public readonly assembly: Assembly,
    public readonly start: number,
    /** Applies where AWS's documentation leaves behaviour open. */
    public readonly reading: Reading = DEFAULT_READING,
    public readonly store = new MetricStore(),
    private readonly given = new Map<string, AlarmState>(),
  ) {
    this.#end = start;
    this.#index = new AlarmIndex(assembly.alarms);
    this.#reports = reportTopics(assembly);
  }

  /** The same data, under another reading. */
  public under(reading: Reading): Scene {
    const scene = new Scene(this.assembly, this.start, reading, this.store, this.given);
    scene.lastUntil(this.#end);
    return scene;
  }

  public get end(): number {
    return this.#end;
  }

  /** Ends no earlier than `time`. */
  public lastUntil(time: number): void {
    if (time <= this.#end) return;
    this.#end = time;
    this.#simulation = undefined;
  }

  /** The state of an alarm before the start, by ARN, name or the reference of a composite alarm. */
  public give(references: readonly string[], state: AlarmState): void {
    for (const reference of references) this.given.set(reference, state);
    this.#simulation = undefined;
  }

  /** Discards the simulation, because the store has changed. */
  public forget(): void {
    this.#simulation = undefined;
  }

  public trackOf(alarm: Alarm): Track {
    return (
      this.#simulated().tracks.get(alarm.arn) ?? {
        initial: this.given.get(alarm.arn) ?? 'INSUFFICIENT_DATA',
        changes: [],
      }
    );
  }

  public stateOf(alarm: Alarm, time: number): AlarmState {
    return stateAt(this.trackOf(alarm), time);
  }

  public observedBy(alarm: Alarm): Observed | undefined {
    return this.trackOf(alarm).observed?.();
  }

  /** Why an alarm cannot be simulated; undefined if it can. */
  public whyNotModelled(alarm: Alarm): string | undefined {
    const refused = this.refusalOf(alarm);
    if (refused !== undefined) return `CloudWatch would refuse it: ${refused}`;
    if (alarm.kind === 'unexplained' && alarm.simulated === undefined) return `${alarm.mechanism} is not modelled.`;
    return this.#simulated().notModelled.get(alarm.arn);
  }

  /** Why CloudWatch would refuse an alarm; undefined if it would not. */
  public refusalOf({ stack, logicalId }: Alarm): string | undefined {
    const refused = this.assembly.refused.find(
      (each) => each.level === 'error' && each.stack === stack && each.logicalId === logicalId,
    );
    return refused && `${refused.property === '' ? '' : `${refused.property}: `}${refused.message}`;
  }

  public get actions(): Simulation['actions'] {
    return this.#simulated().actions;
  }

  /** The events of EventBridge, in order of time. */
  public get events(): AlarmEvent[] {
    return eventsOf(this.#alarms, this.#simulated());
  }

  /** The events of functions that are alarm actions, in order of time. */
  public get functionEvents(): AlarmEvent[] {
    return functionEventsOf(this.#simulated());
  }

  /** In order of time. */
  public get alerts(): Alert[] {
    const byArn = new Map(this.assembly.alarms.map((alarm) => [alarm.arn, alarm]));
    const alerts = new Map<string, Alert & { targets: string[] }>();
    for (const { alarm, time, target, change, contributor } of this.actions) {
      if (change.to !== 'ALARM' || !isMessage(target) || this.#reports.has(target)) continue;
      const declared = byArn.get(alarm.arn) as Alarm;
      const key = `${time} ${alarm.arn} ${contributor?.id}`;
      const known = alerts.get(key) ?? { alarm: declared, severity: declared.severity, time, change, targets: [] };
      known.targets.push(target);
      alerts.set(key, known);
    }
    return [...alerts.values()];
  }

  /** The readings under which an alarm's states at some times, or its number of changes to ALARM, would differ. */
  public readingsThatDisagree(alarm: Alarm, times: readonly number[]): OtherReading[] {
    if (alarm.kind === 'unexplained') return [];
    const concerned = this.alarmsBehind(alarm).flatMap(readingsOn);
    const track = this.trackOf(alarm);
    return [...new Set(concerned)].filter(({ name }) => {
      const reading = { ...this.reading, ...readingNamed(name) };
      return (
        outcomeOf(this.#simulate(reading, [alarm]).tracks.get(alarm.arn) as Track, times) !== outcomeOf(track, times)
      );
    });
  }

  /** The alarm itself, or all that a composite names, directly or through others. */
  public alarmsBehind(alarm: Alarm, known: readonly Alarm[] = []): (MetricAlarm | CompositeAlarm)[] {
    if (known.includes(alarm)) return [];
    if (alarm.kind === 'unexplained')
      return alarm.simulated === undefined ? [] : [{ selected: [], ...alarm, ...alarm.simulated }];
    if (alarm.kind !== 'composite') return [alarm];
    const named = alarm.children.flatMap((child) => this.#index.find(child, alarm.stack) ?? []);
    return named.flatMap((each) => this.alarmsBehind(each, [...known, alarm]));
  }

  /** What decides about an alarm: the metrics and queries of it, or of the alarms that it names. */
  public inputsOf(alarm: Alarm): Input[] {
    const behind = this.alarmsBehind(alarm).flatMap((each) => (each.kind === 'composite' ? [] : [each]));
    return inputsOf(behind, this.store);
  }

  /** All metrics that alarms read. */
  public get metrics(): ReadonlyMap<string, Metric> {
    const metrics = this.#alarms.flatMap((alarm) =>
      alarm.kind === 'composite' ? [] : alarm.queries.flatMap(({ metric }) => metric ?? []),
    );
    return new Map(metrics.map((metric) => [metricKey(metric), metric]));
  }

  /** Whether a query of an alarm looks at a metric, which then needs no alarm of its own. */
  public isQueried(metric: MetricIdentity): boolean {
    return this.#alarms.some(
      (alarm) => alarm.kind !== 'composite' && selectionsIn(alarm).some(({ selected }) => selected(metric)),
    );
  }

  /** References of composite alarms to alarms that are not in the assembly. */
  public get unknownReferences(): ReadonlySet<string> {
    const composites = this.#alarms.filter((alarm) => alarm.kind === 'composite');
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

  get #alarms(): (MetricAlarm | CompositeAlarm)[] {
    return this.assembly.alarms.flatMap((alarm) => {
      if (alarm.kind !== 'unexplained') return [alarm];
      return alarm.simulated === undefined ? [] : [{ selected: [], ...alarm, ...alarm.simulated }];
    });
  }

  /** What can be simulated: without alarms that CloudWatch would refuse. */
  public get deployable(): readonly (MetricAlarm | CompositeAlarm)[] {
    this.#deployable ??= this.#alarms.filter((alarm) => this.refusalOf(alarm as Alarm) === undefined);
    return this.#deployable;
  }

  /** The alarm that another one refers to. */
  public find(reference: string, { stack }: Pick<Alarm, 'stack'>): MetricAlarm | CompositeAlarm | undefined {
    const found = this.#index.find(reference, stack);
    return found?.kind === 'unexplained' ? this.deployable.find(({ arn }) => arn === found.arn) : found;
  }

  #simulated(): Simulation {
    this.#simulation ??= this.#simulate(this.reading);
    return this.#simulation;
  }

  #simulate(reading: Reading, only?: readonly (MetricAlarm | CompositeAlarm)[]): Simulation {
    return simulate({
      ...{ alarms: this.deployable, muteRules: this.assembly.muteRules, store: this.store, given: this.given },
      ...{ reading, only },
      span: { start: this.start, end: this.#end },
      find: (reference, by) => this.find(reference, by),
    });
  }
}
