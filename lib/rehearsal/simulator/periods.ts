import type { MetricAlarmDefinition, Span } from './model';
import { boundariesWithin } from './wall-clock';

/**
 * The periods over which an alarm's data are read, in order of their ends. An evaluation looks at one of them as its newest, and
 * back from it in strides.
 */
export interface Periods {
  readonly length: number;
  readonly seconds: number;
  /** From one period to the next that does not overlap it. */
  readonly stride: number;
  /** The first that is the newest of an evaluation; those before it are only looked back at. */
  readonly first: number;
  /** From one evaluation to the next. */
  readonly every: number;
  readonly startOf: (index: number) => number;
  readonly endOf: (index: number) => number;
  /** When the evaluation takes place that looks at a period as its newest. */
  readonly evaluatedAt: (index: number) => number;
  /** Of periods that slide: from one to the next. */
  readonly unitSeconds?: number;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
/** Alarms with such periods are evaluated that often. */
const HIGH_RESOLUTION = { periods: [10, 20, 30], cadence: 10 };

/**
 * @param range how many periods an evaluation looks at
 */
export function periodsOf(alarm: MetricAlarmDefinition, range: number, span: Span): Periods {
  const seconds = alarm.periodSeconds as number;
  const cadence = cadenceOf(seconds, alarm.evaluationPeriods);
  return alarm.wallClock === undefined
    ? sliding(seconds, cadence, range, span)
    : byTheClock(alarm.wallClock.timeZone, seconds, cadence, range, span);
}

/** How many seconds pass between evaluations. What spans days is evaluated by the hour, on data up to its beginning. */
export function cadenceOf(periodSeconds: number, evaluationPeriods: number): number {
  if (HIGH_RESOLUTION.periods.includes(periodSeconds)) return HIGH_RESOLUTION.cadence;
  return periodSeconds * evaluationPeriods > DAY ? HOUR : MINUTE;
}

/** A period ends with each evaluation: so the grid of an alarm's periods moves with the minute. */
function sliding(seconds: number, cadence: number, range: number, span: Span): Periods {
  const firstEnd = Math.ceil(span.start / cadence) * cadence;
  const lastEnd = Math.floor(span.end / cadence) * cadence;
  // those of a single evaluation do not overlap
  const unitSeconds = firstEnd === lastEnd ? seconds : greatestCommonDivisor(seconds, cadence);
  const stride = seconds / unitSeconds;
  const first = (range - 1) * stride;
  const origin = firstEnd - first * unitSeconds;
  const endOf = (index: number): number => origin + index * unitSeconds;
  return {
    length: Math.max(first, first + (lastEnd - firstEnd) / unitSeconds + 1),
    seconds,
    stride,
    first,
    every: Math.max(1, cadence / unitSeconds),
    endOf,
    evaluatedAt: endOf,
    startOf: (index) => endOf(index) - seconds,
    unitSeconds,
  };
}

/** Only the end of a period changes what is seen; what spans days is looked at in the hour after it. */
function byTheClock(timeZone: string, seconds: number, cadence: number, range: number, span: Span): Periods {
  const boundaries = boundariesWithin(timeZone, seconds, range, span);
  const seenAt = (boundary: number): number => Math.ceil(boundary / cadence) * cadence;
  return {
    length: boundaries.findLastIndex((boundary) => seenAt(boundary) <= span.end),
    seconds,
    stride: 1,
    // the newest that was seen when the span begins
    first: boundaries.findLastIndex((boundary) => seenAt(boundary) <= span.start) - 1,
    every: 1,
    startOf: (index) => boundaries[index] as number,
    endOf: (index) => boundaries[index + 1] as number,
    evaluatedAt: (index) => seenAt(boundaries[index + 1] as number),
  };
}

const greatestCommonDivisor = (one: number, other: number): number =>
  other === 0 ? one : greatestCommonDivisor(other, one % other);
