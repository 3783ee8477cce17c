import type { Ground } from './model';

/**
 * How many periods CloudWatch retrieves for an alarm of N evaluation periods: beyond N it looks for older data when some are
 * missing. AWS documents one case only (N = 3, 300 s: 5), so this is a model, and another can take its place.
 */
export interface EvaluationRange {
  readonly name: string;
  readonly periods: (evaluationPeriods: number, periodSeconds: number) => number;
}

/** The one hypothesis that fits AWS's tables and all public field records of sliding windows from 60 s on. */
export const FITTED_RANGE: EvaluationRange = {
  name: 'N + max(2, ceil(300 s / period))',
  periods: (evaluationPeriods, periodSeconds) => evaluationPeriods + Math.max(2, Math.ceil(300 / periodSeconds)),
};

/** Others that people have assumed. They disagree with one record or another, but nobody knows what holds for every alarm. */
export const OTHER_RANGES: readonly EvaluationRange[] = [
  { name: 'N', periods: (evaluationPeriods) => evaluationPeriods },
  { name: 'N + 2', periods: (evaluationPeriods) => evaluationPeriods + 2 },
  {
    name: 'N + max(2, N / 3)',
    periods: (evaluationPeriods) => evaluationPeriods + Math.max(2, Math.floor(evaluationPeriods / 3)),
  },
];

/** Wall clock windows look at no other periods than their own. */
export const WALL_CLOCK_RANGE: EvaluationRange = { name: 'N', periods: (evaluationPeriods) => evaluationPeriods };

/** Alarms, by N and period, whose range AWS documents, or somebody measured or logged. */
const RECORDS: Readonly<Record<string, Ground>> = {
  '3 of 300': 'documented',
  '8 of 900': 'observed',
  '3 of 1800': 'observed',
  '1 of 86400': 'observed',
  '1 of 60': 'observed',
  '2 of 60': 'observed',
  '1 of 540': 'observed',
};

/** What is known of the range of such alarms, apart from the formula that fits. */
export const groundOfRange = (evaluationPeriods: number, periodSeconds: number): Ground =>
  RECORDS[`${evaluationPeriods} of ${periodSeconds}`] ?? 'assumed';
