import { replaced } from '../lint/checks';
import { allOf, type Expression } from '../promql/expression';
import type { RecordRule, Rule } from '../rules/rule';

/** A query that cannot be asked without a server that records others. The message says what it reads. */
export class NotInlined extends Error {}

const MOST_STEPS = 20;

/**
 * Writes the queries of recording rules where what they record is read, since CloudWatch records none.
 *
 * @param rules all of the files
 * @throws NotInlined if that would change what the query returns
 */
export function inlined(expression: Expression, rules: readonly Rule[]): Expression {
  let result = expression;
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = withOneInlined(result, rules);
    if (next === undefined) return result;
    result = next;
  }
  throw new NotInlined('recorded metrics that read each other');
}

function withOneInlined(expression: Expression, rules: readonly Rule[]): Expression | undefined {
  for (const part of allOf(expression)) {
    const selector = part.kind === 'range' ? part.selector : part;
    if (selector.kind !== 'selector' || selector.name === undefined) continue;
    const { name, matchers, offset } = selector;
    const recorded = rules.filter((rule): rule is RecordRule => rule.kind === 'record' && rule.name === name);
    const [rule, ...others] = recorded;
    if (rule === undefined) {
      if (name.includes(':')) throw new NotInlined(`'${name}' of a rule that is not in this file`);
      continue;
    }
    if (part.kind === 'range') throw new NotInlined(`a range of the recorded '${name}'`);
    if (others.length > 0) throw new NotInlined(`'${name}', which several rules record`);
    if (matchers.length > 0 || offset !== 0 || rule.labels.size > 0)
      throw new NotInlined(`the recorded '${name}' by labels or at another time`);
    return replaced(expression, part, rule.expression);
  }
  return undefined;
}
