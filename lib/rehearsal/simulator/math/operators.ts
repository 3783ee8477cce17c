import { isMissing, MISSING } from '../missing';
import type { Reading } from '../reading';
import { isList, isSeries, mapped, orMissing, type Series, type Value } from './value';

type Apply = (left: number, right: number) => number;

interface Operator {
  readonly apply: Apply;
  /** No value where either of two series has none; otherwise the missing one counts as zero. */
  readonly keepsGaps: boolean;
}

const OPERATORS: Readonly<Record<string, Apply>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '==': (left, right) => (left === right ? 1 : 0),
  '!=': (left, right) => (left !== right ? 1 : 0),
  '<=': (left, right) => (left <= right ? 1 : 0),
  '>=': (left, right) => (left >= right ? 1 : 0),
  '<': (left, right) => (left < right ? 1 : 0),
  '>': (left, right) => (left > right ? 1 : 0),
  AND: (left, right) => (left !== 0 && right !== 0 ? 1 : 0),
  OR: (left, right) => (left !== 0 || right !== 0 ? 1 : 0),
};
const SAME: Readonly<Record<string, string>> = { '&&': 'AND', '||': 'OR' };

const ARITHMETIC: readonly string[] = ['+', '-', '*', '/', '^'];

export const isLogical = (name: string): boolean => (SAME[name] ?? name) === 'AND' || (SAME[name] ?? name) === 'OR';

/** Undefined if two arrays are not of the same length. */
export function operate(
  name: string,
  left: Value,
  right: Value,
  operandGaps: Reading['operandGaps'],
): Value | undefined {
  const apply = OPERATORS[SAME[name] ?? name] as Apply;
  const operator = { apply, keepsGaps: operandGaps === 'gap' && ARITHMETIC.includes(name) };
  if (isList(left) && isList(right)) {
    if (left.length !== right.length) return undefined;
    return left.map((each, index) => between(operator, each, right[index] as Series));
  }
  if (isList(left)) return left.map((each) => single(operator, each, right as number | Series) as Series);
  if (isList(right)) return right.map((each) => single(operator, left, each) as Series);
  return single(operator, left, right);
}

function single(operator: Operator, left: number | Series, right: number | Series): number | Series {
  if (isSeries(left)) {
    return isSeries(right) ? between(operator, left, right) : withScalar(left, (value) => operator.apply(value, right));
  }
  return isSeries(right) ? withScalar(right, (value) => operator.apply(left, value)) : operator.apply(left, right);
}

function between({ apply, keepsGaps }: Operator, left: Series, right: Series): Series {
  const result = new Float64Array(left.length);
  for (let index = 0; index < result.length; index++) {
    const one = left[index] as number;
    const other = right[index] as number;
    const isGap = keepsGaps ? isMissing(one) || isMissing(other) : isMissing(one) && isMissing(other);
    result[index] = isGap ? MISSING : orMissing(apply(orZero(one), orZero(other)));
  }
  return result;
}

const orZero = (value: number): number => (isMissing(value) ? 0 : value);
const withScalar = (series: Series, apply: (value: number) => number): Series =>
  series.map((value) => (isMissing(value) ? value : orMissing(apply(value))));

export const negated = (value: Value): Value => mapped(value, (each) => -each);
