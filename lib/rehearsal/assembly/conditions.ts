import { own } from '../simulator/own';
import type { Evaluation } from './evaluation';
import { isObject, type Json, listIn, textIn } from './json';

type Verdict = boolean | undefined;
type Operands = (operand: Json) => Verdict;

/** Three-valued: an unknown operand matters only if the others do not decide. */
const FUNCTIONS: Readonly<Record<string, (argument: Json, evaluate: Operands, evaluation: Evaluation) => Verdict>> = {
  Condition: (argument, _, evaluation) => evaluation.condition(textIn(argument) ?? ''),
  'Fn::Equals': (argument, _, evaluation) => {
    const [left, right] = listIn(argument).map((operand) => evaluation.certain(operand));
    return left && right && JSON.stringify(comparable(left.value)) === JSON.stringify(comparable(right.value));
  },
  'Fn::Not': (argument, evaluate) => {
    const verdict = listIn(argument).map(evaluate)[0];
    return verdict === undefined ? undefined : !verdict;
  },
  'Fn::And': (argument, evaluate) => decide(listIn(argument).map(evaluate), false),
  'Fn::Or': (argument, evaluate) => decide(listIn(argument).map(evaluate), true),
};

/** One `decisive` operand decides; without one, all have to be known. */
function decide(verdicts: Verdict[], decisive: boolean): Verdict {
  if (verdicts.includes(decisive)) return decisive;
  return verdicts.includes(undefined) ? undefined : !decisive;
}

const comparable = (value: Json | undefined): Json | undefined => textIn(value) ?? value;

export function evaluateCondition(expression: Json | undefined, evaluation: Evaluation): Verdict {
  if (typeof expression === 'boolean') return expression;
  const [[name, argument] = []] = isObject(expression) ? Object.entries(expression) : [];
  if (name === undefined || argument === undefined) return undefined;
  const evaluate: Operands = (operand) => evaluateCondition(operand, evaluation);
  const known = own(FUNCTIONS, name);
  if (known !== undefined) return known(argument, evaluate, evaluation);
  evaluation.fail(name, 'this function is not supported in a condition');
  return undefined;
}
