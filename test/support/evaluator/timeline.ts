import { holds } from './composite-alarm';
import type { History } from './history';
import { stateOf } from './metric-alarm';
import type { CompositeAlarm, MetricAlarm, State } from './model';

export type Alarm = MetricAlarm | CompositeAlarm;

/** The states of some alarms, minute by minute. Composites may name any alarm among them. */
export class Timeline {
  readonly #alarms: ReadonlyMap<string, Alarm>;
  #states = new Map<string, State>();

  public constructor(
    alarms: readonly Alarm[],
    private readonly history: History,
    private readonly initial: State = 'INSUFFICIENT_DATA',
  ) {
    this.#alarms = new Map(alarms.map((alarm) => [alarm.AlarmName ?? '', alarm]));
  }

  /** Evaluates all alarms at the beginning of a minute, after whichever minute was evaluated before. */
  public evaluate(minute: number): ReadonlyMap<string, State> {
    const states = new Map<string, State>();
    const visit = (name: string): State => {
      const known = states.get(name);
      if (known !== undefined) return known;
      const alarm = this.#alarms.get(name);
      if (alarm === undefined) throw new Error(`There is no alarm '${name}'`);
      const state =
        'AlarmRule' in alarm
          ? stateIf(holds(alarm.AlarmRule, visit))
          : stateOf(alarm, this.history, minute, this.#states.get(name) ?? this.initial);
      states.set(name, state);
      return state;
    };
    for (const name of this.#alarms.keys()) visit(name);
    this.#states = states;
    return states;
  }

  /** The states of one alarm in each minute from `from` up to, not including, `to`. */
  public play(name: string, from: number, to: number): State[] {
    return Array.from({ length: to - from }, (_, index) => this.evaluate(from + index).get(name) as State);
  }
}

const stateIf = (alarming: boolean): State => (alarming ? 'ALARM' : 'OK');
