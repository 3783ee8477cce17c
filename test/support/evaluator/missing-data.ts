import type { State } from './model';

/** One data point of the evaluation range: breaching, not breaching, or missing. */
export type Point = 'X' | '0' | '-';

interface Requirement {
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  readonly treatMissingData: string;
}

/**
 * The state that the points of an evaluation range lead to, oldest first; RETAIN keeps the current one.
 *
 * Enough real points: the newest decide and gaps are skipped. Otherwise gaps are filled, but only as many as are needed. With
 * `missing` and `ignore`, points that all breach alarm only once the oldest is old enough for the missing ones to have come.
 */
export function verdict(points: readonly Point[], requirement: Requirement): State | 'RETAIN' {
  const { datapointsToAlarm, evaluationPeriods, treatMissingData } = requirement;
  const real = points.filter((point) => point !== '-');
  const newest = real.slice(-evaluationPeriods);
  const breaching = newest.filter((point) => point === 'X').length;
  const filled = evaluationPeriods - newest.length;
  const alarmIf = (holds: boolean): State => (holds ? 'ALARM' : 'OK');

  if (filled === 0 || treatMissingData === 'notBreaching') return alarmIf(breaching >= datapointsToAlarm);
  if (treatMissingData === 'breaching') return alarmIf(breaching + filled >= datapointsToAlarm);
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (breaching < newest.length) return 'OK';
  if (treatMissingData === 'ignore') return 'RETAIN';
  const ageOfOldest = newest.length === 0 ? 0 : points.length - points.indexOf('X');
  return ageOfOldest >= datapointsToAlarm ? 'ALARM' : 'INSUFFICIENT_DATA';
}

/** How many periods CloudWatch looks at. Not documented but for one case; fits every public field record. */
export function evaluationRange(evaluationPeriods: number, periodSeconds: number): number {
  return evaluationPeriods + Math.max(2, Math.ceil(300 / periodSeconds));
}
