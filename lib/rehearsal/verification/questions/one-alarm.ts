import { ALARM, type AlarmRow, type MadeSeries, type Question } from '../question';

/** A question about one alarm, with what is usual left out. */
interface OneAlarm extends Omit<Question, 'alarms' | 'series' | 'minutes'> {
  /** @default 12 */
  readonly minutes?: number;
  readonly alarm: Partial<AlarmRow>;
  /** By the id of the metric; undefined: never published. */
  readonly series: Readonly<Record<string, MadeSeries | undefined>>;
}

/**
 * The highest value of a minute is more than 10 in one of one period, and missing data are not breaching, unless the alarm says
 * otherwise. A highest value stays what it is if a request is repeated whose answer was lost.
 */
export function oneAlarm({ alarm, series, minutes = 12, ...rest }: OneAlarm): Question {
  const metrics = Object.fromEntries(Object.keys(series).map((id) => [id, 'Maximum']));
  const row: AlarmRow = { metrics, is: '>', threshold: 10, datapoints: [1, 1], missing: 'notBreaching', ...alarm };
  const published = Object.entries(series).flatMap(([id, each]) =>
    each === undefined ? [] : [[`${ALARM}.${id}`, each]],
  );
  return { ...rest, minutes, alarms: { [ALARM]: row }, series: Object.fromEntries(published) };
}

/** From half an hour ago on, without an end. */
export const always = (...values: (number | null)[]): MadeSeries => ({ from: -30, values });

/** One value in one step, and nothing before or after. */
export const once = (step: number, value: number): MadeSeries => ({ from: step, until: step + 1, values: [value] });
