import { FITTED_RANGE, LONG_RANGE, N_PERIODS, N_PLUS_2, N_PLUS_THIRD } from './evaluation-range';
import type { AlarmDefinition, Ground, MetricAlarmDefinition } from './model';
import { isMultiDay } from './periods';
import { DEFAULT_READING, type Reading } from './reading';

/** A reading other than the default, by what it changes. */
export interface OtherReading {
  readonly name: string;
  /** What is taken to hold; follows "if". */
  readonly what: string;
  /** What the default takes to hold instead. */
  readonly byDefault: string;
  /** What the default rests on. */
  readonly ground: Ground;
  readonly changes: Partial<Reading>;
  /** Whether an alarm can be in another state under it. */
  readonly concerns: (alarm: MetricAlarmDefinition) => boolean;
}

const expressionsOf = ({ queries }: MetricAlarmDefinition): string[] =>
  queries.flatMap(({ expression }) => expression ?? []);
const isMath = (alarm: MetricAlarmDefinition): boolean => expressionsOf(alarm).length > 0;
const names =
  (pattern: RegExp) =>
  (alarm: MetricAlarmDefinition): boolean =>
    expressionsOf(alarm).some((text) => pattern.test(text));
const slides = ({ wallClock, looksBack }: MetricAlarmDefinition): boolean =>
  wallClock === undefined && looksBack !== false;
const RANGE = {
  byDefault: `CloudWatch retrieves ${FITTED_RANGE.name} periods, which fits all public records`,
  ground: 'observed',
} as const;
const MULTI_DAY = {
  byDefault: 'an alarm on more than a day is evaluated at minute 3 of each hour, as in the example of the user guide',
  ground: 'documented',
  concerns: isMultiDay,
} as const;

/** In the order in which they are reported. */
export const READINGS: readonly OtherReading[] = [
  {
    name: 'range-n+2',
    what: 'CloudWatch retrieves N + 2 periods',
    ...RANGE,
    changes: { range: N_PLUS_2, mathRange: N_PLUS_2 },
    concerns: slides,
  },
  {
    name: 'range-third',
    what: 'CloudWatch retrieves N + max(2, N / 3) periods',
    ...RANGE,
    changes: { range: N_PLUS_THIRD, mathRange: N_PLUS_THIRD },
    concerns: slides,
  },
  {
    name: 'range-n',
    what: 'CloudWatch retrieves N periods for metric math',
    ...RANGE,
    changes: { mathRange: N_PERIODS },
    concerns: (alarm) => slides(alarm) && isMath(alarm),
  },
  {
    name: 'range-long',
    what: 'CloudWatch retrieves N + N / 3 + 5 periods for metric math',
    ...RANGE,
    changes: { mathRange: LONG_RANGE },
    concerns: (alarm) => slides(alarm) && isMath(alarm),
  },
  {
    name: 'avg-skips',
    what: 'AVG and STDDEV of one series skip periods without a value',
    byDefault: 'AVG and STDDEV of one series count periods without a value as 0, as the user guide says of AVG',
    ground: 'documented',
    changes: { averageGaps: 'skipped' },
    concerns: names(/\b(AVG|STDDEV)\s*\(/),
  },
  {
    name: 'op-gap',
    what: 'series + - * / ^ series has no value where one of them has none',
    byDefault: 'where one of two series has no value it counts as 0, as was captured',
    ground: 'observed',
    changes: { operandGaps: 'gap' },
    concerns: names(/[-+*/^]/),
  },
  {
    name: 'if-zero',
    what: 'IF gives 0 where its condition is false and its third argument has no value',
    byDefault:
      'IF gives no value where its condition is false and its third argument has none, by the tables of the user guide',
    ground: 'documented',
    changes: { falseGaps: 'zero' },
    concerns: names(/\bIF\s*\(/),
  },
  {
    name: 'fill-empty',
    what: 'FILL gives nothing where a metric has no value in the whole evaluation range',
    byDefault: 'FILL fills the whole evaluation range of a metric without any value, as TIME_SERIES does',
    ground: 'assumed',
    changes: { emptyFill: 'empty' },
    concerns: names(/\bFILL\s*\(/),
  },
  {
    name: 'late',
    what: 'the newest minute of a metric arrives after metric math was evaluated',
    byDefault: 'data arrive at once',
    ground: 'assumed',
    changes: { newestMinute: 'late' },
    concerns: isMath,
  },
  {
    name: 'refused',
    what: 'PutMetricAlarm refuses a scalar AND (or OR) a series',
    byDefault: 'PutMetricAlarm takes a scalar AND (or OR) a series',
    ground: 'assumed',
    changes: { mixedLogic: 'refused' },
    concerns: names(/\bAND\b|\bOR\b|&&|\|\|/),
  },
  {
    name: 'low-samples-newest',
    what: 'where few samples keep the state, those of the newest period are counted',
    byDefault: 'where few samples keep the state, those of the N newest periods are counted',
    ground: 'assumed',
    changes: { lowSamples: 'newestPeriod' },
    concerns: ({ ignoresLowSamples }) => ignoresLowSamples,
  },
  {
    name: 'young-ok',
    what: 'breaching datapoints that are too few and too new leave an alarm in OK',
    byDefault:
      'breaching datapoints that are too few and too new are insufficient data, by an edition of 2019 of the user guide',
    ground: 'assumed',
    changes: { youngBreaches: 'OK' },
    concerns: ({ treatMissingData, datapointsToAlarm }) => treatMissingData === 'missing' && datapointsToAlarm > 1,
  },
  {
    name: 'multi-day-first',
    what: 'an alarm on more than a day is evaluated at the first minute of each hour',
    ...MULTI_DAY,
    changes: { multiDayMinute: 0 },
  },
  {
    name: 'multi-day-last',
    what: 'an alarm on more than a day is evaluated at the last minute of each hour',
    ...MULTI_DAY,
    changes: { multiDayMinute: 59 },
  },
];

/** The reading of a name, `default` included; undefined if there is none. */
export function readingNamed(name: string): Reading | undefined {
  if (name === 'default') return DEFAULT_READING;
  const other = READINGS.find((each) => each.name === name);
  return other && { ...DEFAULT_READING, ...other.changes };
}

/** Whether a reading is about how far back CloudWatch looks, which matters only where data are missing. */
export const isAboutRange = ({ changes }: OtherReading): boolean =>
  changes.range !== undefined || changes.mathRange !== undefined;

/** Those under which an alarm may be in another state; of a composite, none of its own. */
export const readingsOn = (alarm: AlarmDefinition): OtherReading[] =>
  alarm.kind === 'composite' ? [] : READINGS.filter(({ concerns }) => concerns(alarm));
