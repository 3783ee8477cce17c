import type { Condition } from './condition';
import type { Random } from './random';

const { exp, floor, min } = Math;

/** Values of one minute, each with how often it was published. */
export type Values = readonly (readonly [value: number, count: number])[];

/** One minute of a resource. */
export interface Minute {
  /** Requests, messages, invocations that arrive. */
  readonly arrivals: number;
  readonly condition: Condition;
  readonly random: Random;
  /** Seconds since 1970, of its beginning. */
  readonly time: number;
  /** 0 at the quietest time of the day, 1 at the busiest. */
  readonly daytime: number;
  /** How many minutes it stands for: long ago, five are one. */
  readonly minutes: number;
}

/** What a resource publishes in a minute, by the name of the metric. A metric that is missing has no data in it. */
export type Published = Readonly<Record<string, Values>>;

/** How the metrics of one resource go together. Some remember what was before, as a queue does. */
export interface Behaviour {
  minute(minute: Minute): Published;
}

/** Of an AWS namespace, or of a kind of resource in it. */
export interface BehaviourType {
  /** Requests a minute at the busiest time of the day. */
  readonly arrivals: number;
  /** One for each resource. */
  readonly start: (random: Random) => Behaviour;
}

/** A behaviour without a memory. */
export const stateless = (minute: Behaviour['minute']) => (): Behaviour => ({ minute });

export const sum = (count: number): Values => [[count, 1]];
export const each = (count: number, value = 1): Values => (count === 0 ? [[0, 1]] : [[value, count]]);
/** Of `all` requests, `some` as 1 and the others as 0. */
export function share(some: number, all: number): Values {
  const values: (readonly [number, number])[] = [];
  if (all > some) values.push([0, all - some]);
  if (some > 0) values.push([1, some]);
  return values;
}

/** So many values stand for all requests of a minute. */
const MOST_VALUES = 16;

/** Durations of requests of which only some may be slow: those that one of several functions answers. */
export function partlySlow(count: number, median: number, { condition, random }: Minute): Values {
  const { latency, slowShare } = condition;
  if (latency === 1 || slowShare === 1) return durations(count, median * latency, random);
  const slow = random.binomial(count, slowShare);
  return [...durations(count - slow, median, random), ...durations(slow, median * latency, random)];
}

/** Durations, log-normal around a median. Nothing where there were no requests. */
export function durations(count: number, median: number, random: Random, spread = 0.35): Values {
  const values = min(count, MOST_VALUES);
  return Array.from({ length: values }, (_, index) => {
    const value = median * exp(spread * random.normal());
    const counted = floor(count / values) + (index < count % values ? 1 : 0);
    return [Number(value.toPrecision(4)), counted];
  });
}
