import { allOf, type Expression } from '../promql/expression';
import { printPromQl } from '../promql/print';
import {
  absentCompared,
  countOfNothing,
  dividedByItself,
  goneSeries,
  noCondition,
  quantileWithoutLe,
  rateOfHistogram,
  replaced,
} from './checks';
import type { Check, Finding } from './finding';

/** Of any query. */
const OF_QUERIES: readonly Check[] = [rateOfHistogram, dividedByItself, quantileWithoutLe];
/** Of queries of alerts. */
const OF_ALERTS: readonly Check[] = [...OF_QUERIES, countOfNothing, absentCompared, goneSeries, noCondition];

/** What never fires, always does, or is silent where it seems to fire, in the order of the text. */
export const lintAlert = (expression: Expression): Finding[] => lint(expression, OF_ALERTS);

/** What of a query, such as that of a panel, does not show what it reads like. */
export const lintQuery = (expression: Expression): Finding[] => lint(expression, OF_QUERIES);

function lint(whole: Expression, checks: readonly Check[]): Finding[] {
  const findings = [...allOf(whole)].flatMap((part) =>
    checks.flatMap((check): Finding[] => {
      const found = check(part, whole);
      if (found === undefined) return [];
      const { isFatal, message, instead } = found;
      const corrected = instead === undefined ? undefined : printPromQl(replaced(whole, part, instead));
      return [{ isFatal, offset: part.from, message, ...(corrected !== undefined && { corrected }) }];
    }),
  );
  return findings.sort((one, other) => one.offset - other.offset);
}
