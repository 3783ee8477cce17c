import type { MetricAlarmDefinition, Span } from './model';
import { DEFAULT_READING } from './reading';
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
  /** When the alarm is evaluated with a period as its newest. */
  readonly evaluatedAt: (index: number) => number;
  /** Of periods that slide: from one to the next. */
  readonly unitSeconds?: number;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
/** Alarms with such periods are evaluated that often. */
export const HIGH_RESOLUTION: { readonly periods: readonly number[]; readonly cadence: number } = {
  periods: [10, 20, 30],
  cadence: 10,
};

/**
 * @param range how many periods an evaluation looks at
 */
export function periodsOf(
  alarm: MetricAlarmDefinition,
  range: number,
  span: Span,
  multiDayMinute = DEFAULT_READING.multiDayMinute,
): Periods {
  const seconds = alarm.periodSeconds as number;
  const cadence = cadenceOf(seconds, alarm.evaluationPeriods);
  // what an alarm is evaluated on ends at the beginning of the hour; it is evaluated later
  const delay = isMultiDay(alarm) ? multiDayMinute * MINUTE : 0;
  const ends = { start: span.start - delay, end: span.end - delay };
  const periods =
    alarm.wallClock === undefined
      ? sliding(seconds, cadence, range, ends)
      : byTheClock(alarm.wallClock.timeZone, seconds, cadence, range, ends);
  return delay === 0 ? periods : { ...periods, evaluatedAt: (index) => periods.evaluatedAt(index) + delay };
}

/** What spans more than a day is evaluated by the hour, on data up to its beginning. */
export const isMultiDay = ({
  periodSeconds = 0,
  evaluationPeriods,
}: Pick<MetricAlarmDefinition, 'periodSeconds' | 'evaluationPeriods'>): boolean =>
  periodSeconds * evaluationPeriods > DAY;

/** How many seconds pass between evaluations. */
export function cadenceOf(periodSeconds: number, evaluationPeriods: number): number {
  if (HIGH_RESOLUTION.periods.includes(periodSeconds)) return HIGH_RESOLUTION.cadence;
  return isMultiDay({ periodSeconds, evaluationPeriods }) ? HOUR : MINUTE;
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
