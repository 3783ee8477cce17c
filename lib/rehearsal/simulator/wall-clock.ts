import type { Span } from './model';
import { offsetOf, timeWhenClocksShow } from './time-zone';

const DAY = 86_400;
/** 1970 began on a Thursday. Weeks begin on it, and days and all that is shorter begin then as well. */
const FIRST_MONDAY = 4 * DAY;

/**
 * Where periods end that keep to a clock: whole minutes, hours, days and weeks of a time zone, weeks from Monday. The first is so
 * early that `range` periods were over an hour before the span begins, even if clocks were set meanwhile.
 */
export function boundariesWithin(timeZone: string, seconds: number, range: number, span: Span): Float64Array {
  const local = span.start + offsetOf(timeZone, span.start);
  const newest = Math.floor((local - FIRST_MONDAY) / seconds) * seconds + FIRST_MONDAY;
  const boundaries: number[] = [];
  for (let shown = newest - (range + 2) * seconds; ; shown += seconds) {
    const time = timeWhenClocksShow(shown, timeZone);
    if (time > span.end) break;
    // an hour that clocks skip has no period of its own
    if (time > (boundaries.at(-1) ?? Number.NEGATIVE_INFINITY)) boundaries.push(time);
  }
  return Float64Array.from(boundaries);
}
