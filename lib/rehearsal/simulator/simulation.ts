import { type Action, actionsOf } from './actions';
import { type AlarmEvent, alarmEvent, contributorEvent, isFunction, lambdaEvent } from './alarm-event';
import { type Child, runCompositeAlarm } from './composite-alarm';
import { contributorQuery, runContributorAlarm } from './contributors';
import { MathError } from './math/expression';
import { runMetricAlarm } from './metric-alarm';
import type { MetricStore } from './metric-store';
import { type AlarmDefinition, type AlarmState, type MuteRule, NotModelled, type Span, type Track } from './model';
import { runPromQlAlarm } from './prom-ql';
import { DEFAULT_READING, type Reading } from './reading';
import { isTopic, type SnsMessage, snsMessage } from './sns-message';

/** Alarms, the data that they see, and the time that passes. */
export interface World<Alarm extends AlarmDefinition = AlarmDefinition> {
  readonly alarms: readonly Alarm[];
  readonly muteRules?: readonly MuteRule[];
  readonly store: MetricStore;
  readonly span: Span;
  /** The states before, by ARN or by a reference that no alarm here has. @default - INSUFFICIENT_DATA, as that of a new alarm */
  readonly given?: ReadonlyMap<string, AlarmState>;
  /** Finds what an alarm names. @default - by ARN, then by name */
  readonly find?: (reference: string, by: Alarm) => Alarm | undefined;
  /** What is taken to hold where AWS leaves it open. @default - what records and documentation support best */
  readonly reading?: Reading;
  /** The alarms that are of interest; those that they name are followed as well. @default - all */
  readonly only?: readonly Alarm[];
}

export interface Simulation {
  /** By ARN. */
  readonly tracks: ReadonlyMap<string, Track>;
  /** In order of time. */
  readonly actions: readonly Action[];
  /** What could not be simulated: by ARN, why. Such an alarm keeps the state that it had. */
  readonly notModelled: ReadonlyMap<string, string>;
}

/** Runs alarms over a span of time. */
export const simulate = <Alarm extends AlarmDefinition>(world: World<Alarm>): Simulation => new Run(world).simulation();

/** What the topics get, in order of time. */
export const messagesOf = ({ actions }: Pick<Simulation, 'actions'>): SnsMessage[] =>
  actions.filter(({ target }) => isTopic(target)).map(snsMessage);

/** What EventBridge gets of alarms, in order of time. */
export function eventsOf(alarms: readonly AlarmDefinition[], { tracks }: Pick<Simulation, 'tracks'>): AlarmEvent[] {
  const events = alarms.flatMap((alarm) => {
    const track = tracks.get(alarm.arn);
    if (track === undefined) return [];
    const own = track.changes.map((change) => alarmEvent(alarm, track, change));
    const ofContributors = (track.contributors ?? []).flatMap((contributor) =>
      contributor.track.changes.map((change) => contributorEvent(alarm, contributor, change)),
    );
    return [...own, ...ofContributors];
  });
  return events.sort((one, other) => one.time - other.time);
}

/** What the functions get that alarms run, in order of time. */
export const functionEventsOf = ({ actions, tracks }: Pick<Simulation, 'actions' | 'tracks'>): AlarmEvent[] =>
  actions
    .filter(({ target }) => isFunction(target))
    .map(({ alarm, change, contributor }) => lambdaEvent(alarm, tracks.get(alarm.arn) as Track, change, contributor));

class Run<Alarm extends AlarmDefinition> {
  readonly #tracks = new Map<string, Track>();
  readonly #notModelled = new Map<string, string>();
  readonly #references = new Map<string, Alarm>();
  /** The composites that are being followed, each named by the one before. */
  readonly #path: string[] = [];
  readonly #circular = new Set<string>();

  public constructor(private readonly world: World<Alarm>) {
    for (const alarm of world.alarms) if (!this.#references.has(alarm.name)) this.#references.set(alarm.name, alarm);
    for (const alarm of world.alarms) this.#references.set(alarm.arn, alarm);
  }

  public simulation(): Simulation {
    const { alarms, only = alarms } = this.world;
    const actions = only.flatMap((alarm) => this.#actions(alarm, this.#track(alarm)));
    return {
      tracks: this.#tracks,
      actions: actions.sort((one, other) => one.time - other.time),
      notModelled: this.#notModelled,
    };
  }

  #track(alarm: Alarm): Track {
    const known = this.#tracks.get(alarm.arn);
    if (known !== undefined) return known;
    const track = this.#orUnchanged(alarm, () => this.#run(alarm));
    this.#tracks.set(alarm.arn, track);
    return track;
  }

  #run(alarm: Alarm): Track {
    const { span, store, reading = DEFAULT_READING } = this.world;
    const given = this.world.given?.get(alarm.arn);
    if (alarm.kind !== 'composite') {
      if (alarm.promQl !== undefined) return runPromQlAlarm(alarm, alarm.promQl, store, span, given);
      const query = contributorQuery(alarm);
      return query === undefined
        ? runMetricAlarm(alarm, store, span, given, reading)
        : runContributorAlarm(alarm, query, store, span, given, reading);
    }
    this.#path.push(alarm.arn);
    try {
      const track = runCompositeAlarm(alarm, (reference) => this.#child(reference, alarm), span, given);
      if (!this.#circular.has(alarm.arn)) return track;
    } finally {
      this.#path.pop();
    }
    throw new NotModelled('It names itself, directly or through others, and CloudWatch stops evaluating it: that');
  }

  #child(reference: string, by: Alarm): Child {
    const alarm = this.#find(reference, by);
    if (alarm === undefined) return { arn: reference, track: this.#unchanged(reference) };
    const position = this.#path.indexOf(alarm.arn);
    if (position < 0) return { arn: alarm.arn, track: this.#track(alarm) };
    for (const arn of this.#path.slice(position)) this.#circular.add(arn);
    return { arn: alarm.arn, track: this.#unchanged(alarm.arn) };
  }

  #find(reference: string, by: Alarm): Alarm | undefined {
    return this.world.find?.(reference, by) ?? this.#references.get(reference);
  }

  #actions(alarm: Alarm, track: Track): Action[] {
    const { muteRules = [], span } = this.world;
    const suppressor = alarm.kind === 'composite' ? alarm.suppressor : undefined;
    const suppressing = suppressor === undefined ? undefined : this.#child(suppressor, alarm).track;
    try {
      return actionsOf(alarm, track, suppressing, muteRules, span.end);
    } catch (error) {
      this.#note(alarm, error);
      return [];
    }
  }

  #orUnchanged(alarm: Alarm, run: () => Track): Track {
    try {
      return run();
    } catch (error) {
      this.#note(alarm, error);
      return this.#unchanged(alarm.arn);
    }
  }

  #note(alarm: Alarm, error: unknown): void {
    if (!(error instanceof NotModelled || error instanceof MathError)) throw error;
    this.#notModelled.set(alarm.arn, error.message);
  }

  #unchanged(reference: string): Track {
    return { initial: this.world.given?.get(reference) ?? 'INSUFFICIENT_DATA', changes: [] };
  }
}
