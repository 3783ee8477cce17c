import { type EvaluationRange, FITTED_RANGE } from './evaluation-range';

/**
 * One plausible reading of what AWS's documentation leaves open, or says in two ways. Alarms are simulated under one at a time; see
 * `other-readings.ts` for those that differ from the default.
 */
export interface Reading {
  /** How many periods an alarm on a metric retrieves. */
  readonly range: EvaluationRange;
  /** How many periods an alarm on metric math retrieves. */
  readonly mathRange: EvaluationRange;
  /** What AVG and STDDEV of one series make of the periods without a value. */
  readonly averageGaps: 'zero' | 'skipped';
  /** What `series + series` (also - * / ^) makes of a period where only one of them has a value. */
  readonly operandGaps: 'zero' | 'gap';
  /** What IF makes of a period where the condition is false and the third argument, a series, has no value. */
  readonly falseGaps: 'gap' | 'zero';
  /** What FILL makes of a series without any value in the evaluation range, such as a metric that was never published. */
  readonly emptyFill: 'filled' | 'empty';
  /** Whether the newest minute of a metric is there when metric math is evaluated, which does not wait for it. */
  readonly newestMinute: 'arrived' | 'late';
  /** Whether PutMetricAlarm takes `scalar AND series` and `scalar OR series`. */
  readonly mixedLogic: 'accepted' | 'refused';
  /** Over which periods samples are counted where a percentile of few samples keeps the state. */
  readonly lowSamples: 'evaluationPeriods' | 'newestPeriod';
  /** The state where all values breach, but are fewer than M and newer than M periods. */
  readonly youngBreaches: 'INSUFFICIENT_DATA' | 'OK';
  /** At which minute of the hour an alarm on more than a day is evaluated. */
  readonly multiDayMinute: number;
}

/** What records and documentation support best. */
export const DEFAULT_READING: Reading = {
  range: FITTED_RANGE,
  mathRange: FITTED_RANGE,
  // "Missing values are treated as 0", by the row of AVG in the user guide
  averageGaps: 'zero',
  // captured natively for +
  operandGaps: 'zero',
  // by the tables of IF in the user guide
  falseGaps: 'gap',
  // as TIME_SERIES, which was captured natively to have values without any data
  emptyFill: 'filled',
  newestMinute: 'arrived',
  mixedLogic: 'accepted',
  lowSamples: 'evaluationPeriods',
  // by an edition of 2019 of the user guide
  youngBreaches: 'INSUFFICIENT_DATA',
  // as in the only example of the user guide
  multiDayMinute: 3,
};
