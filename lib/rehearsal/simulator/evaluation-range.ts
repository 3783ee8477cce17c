import type { Ground } from './model';

/**
 * How many periods CloudWatch retrieves for an alarm of N evaluation periods: beyond N it looks for older data when some are
 * missing. AWS documents one case only (N = 3, 300 s: 5), so this is a model, which can be replaced by another.
 */
export interface EvaluationRange {
  readonly name: string;
  readonly periods: (evaluationPeriods: number, periodSeconds: number) => number;
}

/**
 * The one hypothesis that fits AWS's tables and all public records: of sliding windows from 60 s on, and natively captured ones of
 * 10 s, where nine periods were retrieved for three.
 */
export const FITTED_RANGE: EvaluationRange = {
  name: 'N + max(2, ceil(300 s / period)), below 60 s N + ceil(60 s / period)',
  periods: (evaluationPeriods, periodSeconds) =>
    evaluationPeriods +
    (periodSeconds < 60 ? Math.ceil(60 / periodSeconds) : Math.max(2, Math.ceil(300 / periodSeconds))),
};

export const N_PERIODS: EvaluationRange = { name: 'N', periods: (evaluationPeriods) => evaluationPeriods };
export const N_PLUS_2: EvaluationRange = { name: 'N + 2', periods: (evaluationPeriods) => evaluationPeriods + 2 };
export const N_PLUS_THIRD: EvaluationRange = {
  name: 'N + max(2, N / 3)',
  periods: (evaluationPeriods) => evaluationPeriods + Math.max(2, Math.floor(evaluationPeriods / 3)),
};
/** The longest that anybody assumed. */
export const LONG_RANGE: EvaluationRange = {
  name: 'N + N / 3 + 5',
  periods: (evaluationPeriods) => evaluationPeriods + Math.floor(evaluationPeriods / 3) + 5,
};

/** Wall clock windows look at no other periods than their own. */
export const WALL_CLOCK_RANGE = N_PERIODS;

/** Alarms, by N and period, whose range AWS documents, or somebody measured or logged. */
const RECORDS: Readonly<Record<string, Ground>> = {
  '3 of 300': 'documented',
  '8 of 900': 'observed',
  '3 of 1800': 'observed',
  '1 of 86400': 'observed',
  '1 of 60': 'observed',
  '2 of 60': 'observed',
  '1 of 540': 'observed',
  '1 of 10': 'observed',
  '3 of 10': 'observed',
};

/** What is known of the range of such alarms, apart from the formula that fits. */
export const groundOfRange = (evaluationPeriods: number, periodSeconds: number): Ground =>
  RECORDS[`${evaluationPeriods} of ${periodSeconds}`] ?? 'assumed';
