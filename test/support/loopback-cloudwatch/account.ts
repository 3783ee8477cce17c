import { holds } from '../evaluator/composite-alarm';
import type { Behaviour } from './behaviour';
import { Invalid } from './expressions';
import { type Input, MetricAlarm, type State, type Stored } from './metric-alarm';

interface Change {
  readonly time: number;
  readonly from: State;
  readonly to: State;
  readonly reason: string;
  readonly data?: object;
}

interface Alarm {
  readonly input: Input;
  readonly createdAt: number;
  readonly metric?: MetricAlarm;
  state: State;
  reason: string;
  data?: object;
  readonly changes: Change[];
  /** Of a composite with a suppressor: what holds its actions back, and until when. */
  held?: { readonly by: 'WaitPeriod' | 'ExtensionPeriod' | 'Alarm'; readonly until: number };
}

const TICK = 10;

/** The alarms and metrics of an account, evaluated as time passes. */
export class Account {
  public readonly alarms = new Map<string, Alarm>();
  readonly #metrics = new Map<string, Stored[]>();
  #evaluated: number;

  public constructor(
    public behaviour: Behaviour,
    now: number,
  ) {
    this.#evaluated = Math.floor(now / TICK) * TICK;
  }

  public record(key: string, point: Stored): void {
    const points = this.#metrics.get(key) ?? [];
    points.push(point);
    this.#metrics.set(key, points);
  }

  public putMetric(input: Input, now = this.#evaluated): void {
    this.#put(input, now, new MetricAlarm(input, this.behaviour));
  }

  public putComposite(input: Input, now: number): void {
    try {
      holds(input.AlarmRule, () => 'OK');
    } catch (error) {
      throw new Invalid(`AlarmRule must not contain any syntax errors: ${(error as Error).message}`);
    }
    this.#put(input, now);
  }

  #put(input: Input, createdAt: number, metric?: MetricAlarm): void {
    const reason = 'Unchecked: Initial alarm creation';
    this.alarms.set(input.AlarmName, { input, createdAt, metric, state: 'INSUFFICIENT_DATA', reason, changes: [] });
  }

  public delete(names: readonly string[]): void {
    const composites = names.filter((name) => this.alarms.get(name)?.metric === undefined && this.alarms.has(name));
    if (composites.length > 1) throw new Invalid('At most one composite alarm can be deleted at once');
    for (const name of names) {
      const by = [...this.alarms].find(
        ([other, { input }]) => !names.includes(other) && String(input.AlarmRule ?? '').includes(`"${name}"`),
      );
      if (by !== undefined) throw new Invalid(`The alarm ${name} cannot be deleted: ${by[0]} needs it`);
    }
    for (const name of names) this.alarms.delete(name);
  }

  /** Evaluates everything up to a time. */
  public advance(now: number): void {
    for (; this.#evaluated + TICK <= now; this.#evaluated += TICK) {
      const time = this.#evaluated + TICK;
      for (const [name, alarm] of this.alarms) if (alarm.metric !== undefined) this.#evaluate(name, alarm, time);
      for (const alarm of this.alarms.values()) if (alarm.metric === undefined) this.#compose(alarm, time);
    }
  }

  #evaluate(name: string, alarm: Alarm, time: number): void {
    const metric = alarm.metric as MetricAlarm;
    // each alarm has its own second of the minute
    const offset =
      metric.cadence === 10 ? 0 : ([...name].reduce((sum, each) => sum + each.charCodeAt(0), 0) % 6) * TICK;
    const minute = metric.isMultiDay ? 60 * this.behaviour.multiDayMinute : 0;
    if ((time - offset - minute) % metric.cadence !== 0) return;
    const { state, reason, data } = metric.decide(time, (key) => this.#metrics.get(key) ?? []);
    if (state !== 'RETAIN') change(alarm, state, time, reason, data);
  }

  #compose(alarm: Alarm, time: number): void {
    const { AlarmRule, ActionsSuppressor, ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod } = alarm.input;
    const stateOf = (name: string): State => this.alarms.get(name)?.state ?? 'INSUFFICIENT_DATA';
    const to = holds(AlarmRule, stateOf) ? 'ALARM' : 'OK';
    const changes = to !== alarm.state;
    if (changes) change(alarm, to, time, `The rule is ${to === 'ALARM'}.`);
    if (ActionsSuppressor === undefined || this.behaviour.suppression === 'none') return;
    const { held } = alarm;
    const extension = this.behaviour.suppression === 'without extension' ? 0 : ActionsSuppressorExtensionPeriod;
    if (stateOf(ActionsSuppressor) === 'ALARM') alarm.held = { by: 'Alarm', until: Number.POSITIVE_INFINITY };
    else if (held?.by === 'Alarm') alarm.held = { by: 'ExtensionPeriod', until: time + extension };
    else if (changes) alarm.held = { by: 'WaitPeriod', until: time + ActionsSuppressorWaitPeriod };
    if (alarm.held !== undefined && alarm.held.until <= time) alarm.held = undefined;
  }
}

function change(alarm: Alarm, to: State, time: number, reason: string, data?: object): void {
  if (alarm.state === to) return;
  alarm.changes.push({ time, from: alarm.state, to, reason, data });
  Object.assign(alarm, { state: to, reason, data });
}
