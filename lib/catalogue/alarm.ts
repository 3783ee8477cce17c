import type { AlarmDeclaration, CatalogueAlarm, MetricDeclaration, MetricKind } from './catalogue';

const SECONDS_OF_A_DAY = 86_400;
const ISO_DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** The seconds of an ISO 8601 duration; undefined if it is invalid. */
export function secondsOf(duration: string): number | undefined {
  const parts = ISO_DURATION.exec(duration)?.slice(1);
  const [days, hours, minutes, seconds] = parts?.map((part = '0') => Number(part)) ?? [];
  return parts && days * SECONDS_OF_A_DAY + hours * 3600 + minutes * 60 + seconds;
}

/** Whether an alarm can use it as its period: whole minutes, because CloudWatch stores one value a minute. */
export const isPeriod = (seconds = 0): seconds is number =>
  seconds > 0 && seconds % 60 === 0 && seconds <= SECONDS_OF_A_DAY;

/** CloudWatch's limit on the evaluation range: a day, or a week with periods of whole hours. */
export const looksBackTooFar = (seconds: number, periods: number): boolean =>
  seconds * periods > (seconds % 3600 === 0 ? 7 * SECONDS_OF_A_DAY : SECONDS_OF_A_DAY);

/** One alarm or several, as several. */
export const listOf = (alarm: MetricDeclaration['alarm'] = []): readonly AlarmDeclaration[] => [alarm].flat();

/** The alarm of a checked declaration. */
export function alarmOf(declared: AlarmDeclaration, kind: MetricKind): CatalogueAlarm {
  const { above, below, within, severity, times = 1, missing, dimensions, why, steps = [] } = declared;
  const comparison = above === undefined ? 'below' : 'above';
  const gauge = comparison === 'above' ? 'Maximum' : 'Minimum';
  return {
    comparison,
    threshold: (above ?? below) as number,
    periodSeconds: secondsOf(within) as number,
    periods: declared.of ?? times,
    breachingPeriods: times,
    missingData: missing ?? 'notBreaching',
    dimensions: { ...dimensions },
    statistic: declared.statistic ?? { counter: 'Sum', duration: 'p90', gauge }[kind],
    severity,
    why,
    steps: [...steps],
  };
}
