import { FITTED_RANGE, WALL_CLOCK_RANGE } from '../simulator/evaluation-range';
import { runMetricAlarm } from '../simulator/metric-alarm';
import { metricKey } from '../simulator/metric-key';
import { MetricStore } from '../simulator/metric-store';
import type { AlarmState, Metric, MetricAlarmDefinition, StateChange, Track } from '../simulator/model';
import { cadenceOf, isMultiDay } from '../simulator/periods';
import type { Sample } from '../simulator/samples';
import { stateAt } from '../simulator/track';
import { combinations, type Level, levelsFor } from './pulse-levels';

/** What an alarm does when its metrics go from one level to another and back. Times are seconds. */
export interface Pulse {
  readonly metrics: readonly { readonly metric: Metric; readonly before: Level; readonly during: Level }[];
  /** Until ALARM, after the metrics have changed. */
  readonly fires: Times;
  /** Until it leaves ALARM, after the metrics are back; undefined if it has done so before. */
  readonly recovers?: Times;
  /** How long it is in ALARM, if it leaves ALARM while the metrics stay there. */
  readonly lasts?: Times;
  /** What becomes of it once there are no data, from OK and from ALARM; undefined if it stays there. */
  readonly silence: { readonly fromOk?: Silence; readonly fromAlarm?: Silence };
}

/** Of changes from just enough to far more. */
export interface Times {
  readonly soonest: number;
  readonly latest: number;
}

export interface Silence {
  readonly to: AlarmState;
  /** Since the last data. */
  readonly after: number;
}

/** A Monday at noon, when expressions on hours and days are likely to breach. */
const START = Date.parse('2026-01-05T12:00:00Z') / 1000;
/** Of each kind of levels; more do not find more. */
const ENOUGH = 6;
/** So many without one that breaches are enough to look for a change that does. */
const MOST_CALM = 400;
/** Of levels that may breach only while the metrics change. */
const MOST_OTHERS = 100;
/** Periods from which on a simulation takes seconds. */
const LONG = 300;
/** Steps between a change that is too small, and one that is enough. */
const STEPS = 5;
/** Times a change that is enough, for one that is far more. */
const FAR = 10;
/** In evaluation ranges: long enough for every datapoint to change. */
const HOLD = 1.5;

/**
 * Looks for data that drive an alarm to ALARM and back, and measures on them when it changes. Undefined if none of those that are tried
 * do, or the alarm is not modelled.
 *
 * @throws NotModelled, MathError
 */
export function pulseOf(alarm: MetricAlarmDefinition): Pulse | undefined {
  return new PulseSearch(alarm).find();
}

type Levels = readonly Level[];
type Parts = readonly (readonly [levels: Levels, from: number, to: number])[];

interface Played {
  readonly fires: number;
  readonly recovers?: number;
  readonly lasts?: number;
}

class PulseSearch {
  readonly #metrics: readonly Metric[];
  /** How far back the alarm looks, in seconds. */
  readonly #range: number;
  /** Between samples: of what is measured, and of what is only tried. */
  readonly #fine: number;
  readonly #coarse: number;
  /** Whether it looks at so many periods that only one change is tried. */
  readonly #isLong: boolean;
  /** How long each level lasts, and when the metrics change, and are back. */
  readonly #hold: number;
  readonly #change: number;
  /** Before a time at which the state is asked for: an alarm on several days is evaluated once an hour only. */
  readonly #lead: number;
  readonly #back: number;

  public constructor(private readonly alarm: MetricAlarmDefinition) {
    const { queries, periodSeconds = 60, evaluationPeriods, wallClock } = alarm;
    const metrics = queries.flatMap(({ metric }) => metric ?? []);
    this.#metrics = [...new Map(metrics.map((metric) => [metricKey(metric), metric])).values()];
    const range = wallClock === undefined ? FITTED_RANGE : WALL_CLOCK_RANGE;
    this.#range = Math.max(periodSeconds, 60) * range.periods(evaluationPeriods, periodSeconds);
    this.#hold = 60 * Math.ceil((HOLD * this.#range) / 60);
    this.#change = START + 2 * this.#range;
    this.#lead = isMultiDay(alarm) ? cadenceOf(periodSeconds, evaluationPeriods) : 0;
    this.#isLong = range.periods(evaluationPeriods, periodSeconds) > LONG;
    this.#back = this.#change + this.#hold;
    this.#fine = periodSeconds < 60 ? periodSeconds : 60 * Math.max(1, Math.ceil(periodSeconds / 14_400));
    this.#coarse = periodSeconds < 60 ? periodSeconds : 60 * Math.max(1, Math.floor(periodSeconds / 300));
  }

  public find(): Pulse | undefined {
    const { calm, breaching } = this.#settled();
    const pairs = calm.flatMap((before, one) =>
      breaching.map((during, other) => ({ before, during, at: one + other })),
    );
    // of both kinds the likeliest first
    for (const { before, during } of pairs.sort((one, other) => one.at - other.at)) {
      if (!this.#fires(before, during)) continue;
      const pulse = this.#measured(before, during);
      if (pulse !== undefined) return pulse;
    }
    return undefined;
  }

  /** Levels at which the alarm is in OK, and such at which it is in ALARM or may be on the way there. */
  #settled(): { readonly calm: readonly Levels[]; readonly breaching: readonly Levels[] } {
    const calm: Levels[] = [];
    const empty: Levels[] = [];
    const breaching: Levels[] = [];
    const others: Levels[] = [];
    for (const levels of combinations(this.#metrics.map((metric) => levelsFor(this.alarm, metric, this.#fine)))) {
      const { state, hasValue } = this.#settledOn(levels);
      if (state === 'ALARM') breaching.push(levels);
      else others.push(levels);
      if (state === 'OK') (hasValue ? calm : empty).push(levels);
      if (calm.length >= ENOUGH && (breaching.length >= ENOUGH || others.length >= MOST_CALM)) break;
    }
    return {
      // without a value, missing data decide
      calm: [...calm, ...empty].slice(0, ENOUGH),
      // what compares with its own past breaches only while the metrics change
      breaching: breaching.length > 0 ? breaching.slice(0, ENOUGH) : others.slice(0, MOST_OTHERS),
    };
  }

  #settledOn(levels: Levels): { readonly state: AlarmState; readonly hasValue: boolean } {
    const end = START + 2 * this.#range;
    const store = this.#storeWith([[levels, START, end]], this.#coarse);
    const track = runMetricAlarm(this.alarm, store, { start: end - this.#lead, end });
    const { values } = track.observed?.() ?? {};
    return { state: stateAt(track, end), hasValue: !Number.isNaN(values?.at(-1)) };
  }

  #measured(before: Levels, during: Levels): Pulse | undefined {
    const changes = this.#isLong ? [during] : [this.#leastChange(before, during), during, between(before, during, FAR)];
    const plays = changes.flatMap((levels) => this.#play(before, levels) ?? []);
    if (plays.length === 0) return undefined;
    const recovers = plays.flatMap((played) => played.recovers ?? []);
    const lasts = plays.flatMap((played) => played.lasts ?? []);
    return {
      metrics: this.#metrics.map((metric, index) => ({
        metric,
        before: before[index] as Level,
        during: during[index] as Level,
      })),
      fires: within(plays.map(({ fires }) => fires)),
      recovers: recovers.length === 0 ? undefined : within(recovers),
      lasts: lasts.length === 0 ? undefined : within(lasts),
      silence: { fromOk: this.#silence(before, 'OK'), fromAlarm: this.#silence(during, 'ALARM') },
    };
  }

  /** The smallest change, of those between, that is enough. */
  #leastChange(before: Levels, during: Levels): Levels {
    let [tooSmall, enough] = [0, 1];
    for (let step = 0; step < STEPS; step++) {
      const middle = (tooSmall + enough) / 2;
      if (this.#fires(before, between(before, during, middle))) enough = middle;
      else tooSmall = middle;
    }
    return between(before, during, enough);
  }

  /** Whether a change drives it from OK to ALARM. */
  #fires(before: Levels, during: Levels): boolean {
    const parts = [
      [before, START, this.#change],
      [during, this.#change, this.#back],
    ] as const;
    return this.#firedAt(this.#run(parts, this.#coarse, this.#back)) !== undefined;
  }

  /** Undefined if the pulse does not drive it from OK to ALARM and back. */
  #play(before: Levels, during: Levels): Played | undefined {
    const end = this.#back + this.#hold;
    const parts = [
      [before, START, this.#change],
      [during, this.#change, this.#back],
      [before, this.#back, end],
    ] as const;
    const track = this.#run(parts, this.#fine, end);
    const fired = this.#firedAt(track);
    const left = fired && track.changes.find(({ time, from }) => time > fired && from === 'ALARM')?.time;
    if (fired === undefined || left === undefined) return undefined;
    const fires = fired - this.#change;
    return left <= this.#back ? { fires, lasts: left - fired } : { fires, recovers: left - this.#back };
  }

  #firedAt(track: Track): number | undefined {
    if (stateAt(track, this.#change) !== 'OK') return undefined;
    return track.changes.find(({ time, to }) => time > this.#change && time <= this.#back && to === 'ALARM')?.time;
  }

  #run(parts: Parts, interval: number, end: number): Track {
    return runMetricAlarm(this.alarm, this.#storeWith(parts, interval), { start: this.#change - this.#lead, end });
  }

  #silence(levels: Levels, state: AlarmState): Silence | undefined {
    const last = START + 2 * this.#range;
    const store = this.#storeWith([[levels, START, last]], this.#fine);
    const span = { start: last, end: last + this.#hold };
    const { changes } = runMetricAlarm(this.alarm, store, span, state);
    const change: StateChange | undefined = changes.find(({ time }) => time > last);
    return change && { to: change.to, after: change.time - last };
  }

  #storeWith(parts: Parts, interval: number): MetricStore {
    const store = new MetricStore();
    for (const [index, metric] of this.#metrics.entries()) {
      const samples = parts.flatMap(([levels, from, to]) => this.#samples(levels[index] as Level, from, to, interval));
      store.record(metric, samples, metric.unit);
    }
    return store;
  }

  /** Levels are those of the fine interval: coarser samples stand for several. */
  #samples({ value, count }: Level, from: number, to: number, interval: number): Sample[] {
    if (count === 0) return [];
    const length = Math.ceil((to - from) / interval);
    const together = (count * interval) / this.#fine;
    return Array.from({ length }, (_, nth) => ({ time: from + nth * interval, value, count: together }));
  }
}

const within = (times: readonly number[]): Times => ({ soonest: Math.min(...times), latest: Math.max(...times) });

/** So much of the way from one level to another; more than 1 is beyond it. */
const between = (before: Levels, during: Levels, share: number): Levels =>
  before.map(({ value, count }, index) => {
    const to = during[index] as Level;
    return {
      value: value + share * (to.value - value),
      count: Math.max(0, Math.round(count + share * (to.count - count))),
    };
  });
