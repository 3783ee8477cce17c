import { COMPARES_WITH_PAST } from './grounds';
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
  /** Metric math over `m` (`f` with `fillGaps`), where `newest` is true of the newest periods alone and `i` counts from the oldest. */
  readonly compare: Comparing;
}

/** Metric math that breaches only in the newest periods, with what it refers to by id. */
export interface Comparing {
  readonly helpers?: Readonly<Record<string, string>>;
  readonly expression: (newest: string) => string;
}

type Agreeing = 'helpers' | 'datapoints' | 'lookBack' | 'ground' | 'baseline';

/**
 * Everything in a rule that has to agree with how far it looks back. Positions count from the newest period, so that the rule means
 * the same however many periods CloudWatch adds to N.
 */
export function lookBack(
  options: LookBackOptions,
): Required<Pick<RuleRow<object>, Agreeing>> & { readonly expression: string } {
  const { periods, datapoints, fillGaps = false, compare } = options;
  return {
    helpers: { ...(fillGaps ? FILLED_POSITION : POSITION), ...compare.helpers },
    expression: compare.expression(newest(datapoints[1])),
    datapoints,
    lookBack: periods,
    ground: COMPARES_WITH_PAST,
    baseline: true,
  };
}

/** Counts the periods from the oldest. */
const POSITION = { i: 'RUNNING_SUM(m * 0 + 1)' };
const FILLED_POSITION = { f: 'FILL(m, 0)', i: 'RUNNING_SUM(f * 0 + 1)' };

/** True of the newest periods alone. */
export const newest = (periods: number): string => `i > MAX(i) - ${periods}`;
