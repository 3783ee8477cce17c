import { FITTED_RANGE } from '../../simulator/evaluation-range';
import { READINGS } from '../../simulator/other-readings';
import type { Question } from '../question';
import { oneAlarm } from './one-alarm';

/** Readings of a range that differ from the default for such an alarm. */
const readingsOf = (which: 'range' | 'mathRange', of: number, seconds: number): string[] =>
  READINGS.filter(
    ({ changes }) => (changes[which] ?? FITTED_RANGE).periods(of, seconds) !== FITTED_RANGE.periods(of, seconds),
  ).map(({ name }) => name);

/** How many periods metric math sees: it counts them itself, so that neither data of days nor hours of waiting are needed. */
function mathRange(seconds: number, of: number, more: Partial<Question> = {}): Question {
  const stepSeconds = Math.min(60, seconds);
  return {
    ...oneAlarm({
      id: `math-range-${seconds}-${of}`,
      asks: `How many periods of ${seconds} s does metric math see with N = ${of}?`,
      about: readingsOf('mathRange', of, seconds),
      reads: 'value',
      alarm: {
        math: { e: 'm * 0 + DATAPOINT_COUNT(FILL(m, 0))' },
        ...{ is: '>=', threshold: 0, datapoints: [1, of], periodSeconds: seconds },
      },
      series: { m: { from: -60, values: [1], stepSeconds } },
    }),
    ...more,
  };
}

/** How long an alarm on a metric sees a single value, after which nothing comes. */
function metricRange(seconds: number, of: number, { step, minutes }: { step: number; minutes: number }): Question {
  return oneAlarm({
    id: `metric-range-${seconds}-${of}`,
    asks: `After how many seconds is an alarm with N = ${of} periods of ${seconds} s OK again, if nothing follows a breach?`,
    about: readingsOf('range', of, seconds),
    reads: 'secondsToOk',
    minutes,
    alarm: { datapoints: [1, of], periodSeconds: seconds },
    series: { m: { from: step, until: step + 1, values: [100] } },
  });
}

export const RANGE_QUESTIONS: readonly Question[] = [
  ...[
    [10, 1],
    [10, 3],
    [10, 30],
    [60, 1],
    [60, 2],
    [60, 3],
    [60, 5],
    [60, 15],
    [60, 60],
    [300, 1],
    [300, 3],
    [300, 12],
    [900, 1],
    [900, 8],
    [3600, 1],
    [3600, 3],
    [3600, 24],
    [86_400, 1],
  ].map(([seconds = 0, of = 0]) => mathRange(seconds, of)),
  metricRange(10, 30, { step: 24, minutes: 13 }),
  metricRange(60, 1, { step: 4, minutes: 14 }),
  metricRange(60, 5, { step: 4, minutes: 18 }),
  metricRange(60, 9, { step: 4, minutes: 21 }),
];

/** Alarms on more than a day are evaluated once an hour. */
export const LONG_QUESTIONS: readonly Question[] = [
  mathRange(86_400, 2, { minutes: 130, long: true }),
  mathRange(3600, 168, { minutes: 130, long: true }),
  {
    ...oneAlarm({
      id: 'multi-day-minute',
      asks: 'At which minute of the hour is an alarm on more than a day evaluated?',
      about: ['multi-day-first', 'multi-day-last'],
      reads: 'minuteOfHour',
      minutes: 190,
      alarm: { datapoints: [1, 25], periodSeconds: 3600 },
      series: { m: { from: 65, values: [100], stepSeconds: 60 } },
    }),
    long: true,
  },
];
