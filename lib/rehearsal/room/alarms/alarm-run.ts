import type { Alarm, CompositeAlarm, MetricAlarm } from '../../assembly/model';
import { type Action, actionsOf } from '../../simulator/actions';
import { contributorQuery } from '../../simulator/contributors';
import type { MetricStore } from '../../simulator/metric-store';
import {
  type AlarmState,
  NotModelled,
  type Observed,
  type Span,
  type StateChange,
  type Track,
} from '../../simulator/model';
import { type Simulation, simulate } from '../../simulator/simulation';
import { stateAt } from '../../simulator/track';
import type { Scene } from '../../testing/scene';

type Definition = MetricAlarm | CompositeAlarm;

interface Accumulated extends Track {
  readonly changes: StateChange[];
}

const MINUTE = 60;
/** Actions of older changes were performed: a suppressor lets a composite wait for at most an hour. */
const SETTLED = 2 * 3600;

/**
 * Alarms followed minute by minute: what was evaluated is kept, so that a minute costs the same after a day as at the beginning. The
 * same comes of it as of a simulation of all that time, which a test holds it to.
 */
export class AlarmRun {
  public readonly start: number;
  readonly #store: MetricStore;
  readonly #alarms: readonly Definition[];
  /** What they remember is more than a state: these are simulated from the beginning each time. */
  readonly #whole: readonly Definition[];
  readonly #given = new Map<string, AlarmState>();
  readonly #tracks = new Map<string, Accumulated>();
  readonly #notModelled = new Map<string, string>();
  readonly #actions: Action[] = [];
  #until: number;

  /** Alarms are new at the start of the scene. */
  public constructor(private readonly scene: Scene) {
    const { start, store, deployable } = scene;
    this.start = start;
    this.#until = start - MINUTE;
    this.#store = store;
    this.#whole = deployable.filter(remembersMore);
    this.#alarms = deployable.filter((alarm) => !this.#whole.includes(alarm));
    for (const { arn } of this.#alarms) this.#tracks.set(arn, { initial: 'INSUFFICIENT_DATA', changes: [] });
  }

  /** Evaluates all whole minutes up to a time. @returns the actions in them, in order of time */
  public advance(to: number): readonly Action[] {
    const before = this.#until;
    const end = Math.floor(to / MINUTE) * MINUTE;
    if (end <= before) return [];
    // at once, what is done at once
    if (before < this.start) this.#evaluate(this.start, end);
    else for (let minute = before + MINUTE; minute <= end; minute += MINUTE) this.#evaluate(minute, minute);
    this.#until = end;
    const due = this.#actionsWithin(before, this.#until);
    this.#actions.push(...due);
    return due;
  }

  /** All since the start, in order of time. */
  public get actions(): readonly Action[] {
    return this.#actions;
  }

  public trackOf({ arn }: Pick<Alarm, 'arn'>): Track {
    return this.#tracks.get(arn) ?? { initial: 'INSUFFICIENT_DATA', changes: [] };
  }

  /** Why an alarm cannot be simulated; undefined if it can. */
  public whyNotModelled(alarm: Alarm): string | undefined {
    const refused = this.scene.refusalOf(alarm);
    if (refused !== undefined) return `CloudWatch would refuse it: ${refused}`;
    if (alarm.kind === 'unexplained' && alarm.simulated === undefined) return `${alarm.mechanism} is not modelled.`;
    return this.#notModelled.get(alarm.arn);
  }

  /** What an alarm compares at its evaluations in a span of time. */
  public observedBy({ arn }: Alarm, span: Span): Observed | undefined {
    const alarm = this.scene.deployable.find((each) => each.arn === arn);
    return alarm && this.#simulate([alarm], span).tracks.get(arn)?.observed?.();
  }

  #evaluate(start: number, end: number): void {
    if (this.#whole.length > 0) {
      const { tracks, notModelled } = this.#simulate(this.#whole, { start: this.start, end });
      for (const [arn, { initial, changes, contributors }] of tracks) {
        this.#tracks.set(arn, { initial, changes: [...changes], contributors });
      }
      for (const [arn, why] of notModelled) this.#notModelled.set(arn, why);
      for (const { arn, name } of this.#whole) {
        for (const reference of [arn, name]) this.#given.set(reference, stateAt(this.trackOf({ arn }), end));
      }
    }
    const { tracks, notModelled } = this.#simulate(this.#alarms, { start, end });
    for (const { arn } of this.#alarms) {
      const track = tracks.get(arn);
      if (track === undefined) continue;
      this.#tracks.get(arn)?.changes.push(...track.changes);
      this.#given.set(arn, stateAt(track, end));
    }
    for (const [arn, why] of notModelled) this.#notModelled.set(arn, why);
  }

  #simulate(alarms: readonly Definition[], span: Span): Simulation {
    const isNew = span.start === this.start;
    const given = isNew
      ? new Map([...this.#given].filter(([arn]) => !alarms.some((each) => each.arn === arn)))
      : this.#given;
    return simulate<Definition>({ alarms, span, given, store: this.#store, find: this.#find(alarms) });
  }

  /** References lead to alarms of this simulation, or to the state that another one has. */
  #find(alarms: readonly Definition[]): (reference: string, by: Definition) => Definition | undefined {
    const known = new Set(alarms);
    return (reference, by) => {
      const found = this.scene.find(reference, by);
      return found !== undefined && known.has(found) ? found : undefined;
    };
  }

  #actionsWithin(from: number, to: number): Action[] {
    const { muteRules } = this.scene.assembly;
    const recent = [...this.#alarms, ...this.#whole].filter(({ arn }) => {
      const last = this.#tracks.get(arn)?.changes.at(-1);
      return last !== undefined && (last.time > from - SETTLED || muteRules.length > 0);
    });
    return recent
      .flatMap((alarm) => {
        const suppressor =
          alarm.kind === 'composite' && alarm.suppressor ? this.scene.find(alarm.suppressor, alarm) : undefined;
        const suppressing = suppressor && this.#tracks.get(suppressor.arn);
        try {
          return actionsOf(alarm, this.trackOf(alarm), suppressing, muteRules, to);
        } catch (error) {
          if (!(error instanceof NotModelled)) throw error;
          this.#notModelled.set(alarm.arn, error.message);
          return [];
        }
      })
      .filter(({ time }) => time > from && time <= to)
      .sort((one, other) => one.time - other.time || Number(isComposite(one)) - Number(isComposite(other)));
  }
}

/** A composite changes after the alarms that it reads, and so do their messages. */
const isComposite = ({ alarm }: Action): boolean => alarm.kind === 'composite';

const remembersMore = (alarm: Definition): boolean =>
  alarm.kind !== 'composite' && (alarm.promQl !== undefined || alarm.warmUp !== undefined || hasContributors(alarm));

function hasContributors(alarm: MetricAlarm): boolean {
  try {
    return contributorQuery(alarm) !== undefined;
  } catch {
    // it says so when it is simulated
    return false;
  }
}
