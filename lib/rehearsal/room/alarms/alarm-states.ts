import type { Alarm } from '../../assembly/model';
import type { AlarmState } from '../../simulator/model';
import { latestChange, stateAt } from '../../simulator/track';
import type { AlarmStatus } from '../protocol';
import type { AlarmRun } from './alarm-run';

/** The alarms of an assembly by their references, and their states at a time. */
export class AlarmStates {
  /** By name and by ARN. */
  readonly #alarms = new Map<string, Alarm>();
  readonly #positions: ReadonlyMap<Alarm, number>;

  public constructor(
    private readonly alarms: readonly Alarm[],
    private readonly run: AlarmRun,
  ) {
    this.#positions = new Map(alarms.map((alarm, index) => [alarm, index]));
    for (const alarm of alarms)
      for (const reference of [alarm.arn, alarm.name])
        if (reference !== undefined && !this.#alarms.has(reference)) this.#alarms.set(reference, alarm);
  }

  public named(reference: string): Alarm | undefined {
    return this.#alarms.get(reference);
  }

  /** Of all alarms, in the order of the view. */
  public all(time: number): AlarmStatus[] {
    return this.alarms.map((alarm) => this.of(alarm, time));
  }

  public of(alarm: Alarm, time: number): AlarmStatus {
    const track = this.run.trackOf(alarm);
    const change = latestChange(track, time);
    return {
      id: this.#positions.get(alarm) as number,
      name: alarm.name,
      state: change?.to ?? track.initial,
      since: change?.time,
    };
  }

  /** How many alarms are in each state. */
  public counts(time: number): Record<AlarmState, number> {
    const counts = { ALARM: 0, INSUFFICIENT_DATA: 0, OK: 0 };
    for (const alarm of this.alarms) counts[stateAt(this.run.trackOf(alarm), time)]++;
    return counts;
  }

  /** As DescribeAlarms answers. */
  public described(reference: string, time: number) {
    const alarm = this.named(reference);
    if (alarm === undefined) return undefined;
    const track = this.run.trackOf(alarm);
    const change = latestChange(track, time);
    return {
      value: change?.to ?? track.initial,
      reason: change?.reason ?? '',
      since: (change?.time ?? this.run.start) * 1000,
    };
  }
}
