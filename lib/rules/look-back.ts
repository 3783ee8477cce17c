import type { RuleRow } from './rule';

/** What a rule that compares its newest periods with the ones before consists of. */
export interface LookBackOptions {
  /** How many periods the alarm evaluates: the newest and those that they are compared with. */
  readonly periods: number;
  /** M of N among the newest periods. Older ones never breach. */
  readonly datapoints: readonly [breaching: number, newest: number];
  /**
   * Whether periods without data count as zero.
   *
   * @default false - they stay without data
   */
  readonly fillGaps?: boolean;
  /** More metric math for `compare` to refer to by id. */
  readonly helpers?: Readonly<Record<string, string>>;
  /** Metric math over `m` (`f` with `fillGaps`), where `newest` is true of the newest periods alone and `i` counts from the oldest. */
  readonly compare: (newest: string) => string;
}

/**
 * Everything in a rule that has to agree with how far it looks back. Functions of a whole series (AVG, MAX, …) see the alarm's
 * evaluation range: N periods and a few more, AWS does not say how many.
 */
export function lookBack(
  options: LookBackOptions,
): Required<Pick<RuleRow<object>, 'helpers' | 'expression' | 'datapoints' | 'lookBack'>> {
  const { periods, datapoints, fillGaps = false, helpers, compare } = options;
  return {
    helpers: { ...(fillGaps ? FILLED_POSITION : POSITION), ...helpers },
    expression: compare(newestOf(datapoints[1])),
    datapoints,
    lookBack: periods,
  };
}

/** Counts the periods from the oldest. */
const POSITION = { i: 'RUNNING_SUM(m * 0 + 1)' };
const FILLED_POSITION = { f: 'FILL(m, 0)', i: 'RUNNING_SUM(f * 0 + 1)' };

/** True of the newest periods alone. */
export const newestOf = (periods: number): string => (periods === 1 ? 'i == MAX(i)' : `i > MAX(i) - ${periods}`);
