import { isMissing, MISSING } from '../missing';
import { isList, isSeries, mapped, orMissing, type Series, type Value } from './value';

type Operator = (left: number, right: number) => number;

const OPERATORS: Readonly<Record<string, Operator>> = {
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

/** Undefined if two arrays are not of the same length. */
export function operate(name: string, left: Value, right: Value): Value | undefined {
  const operator = OPERATORS[SAME[name] ?? name] as Operator;
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
    return isSeries(right) ? between(operator, left, right) : withScalar(left, (value) => operator(value, right));
  }
  return isSeries(right) ? withScalar(right, (value) => operator(left, value)) : operator(left, right);
}

/** Where one of two series has a value, the other counts as zero; where neither has, there is none. */
function between(operator: Operator, left: Series, right: Series): Series {
  const result = new Float64Array(left.length);
  for (let index = 0; index < result.length; index++) {
    const one = left[index] as number;
    const other = right[index] as number;
    const isGap = isMissing(one) && isMissing(other);
    result[index] = isGap ? MISSING : orMissing(operator(orZero(one), orZero(other)));
  }
  return result;
}

const orZero = (value: number): number => (isMissing(value) ? 0 : value);
const withScalar = (series: Series, apply: (value: number) => number): Series =>
  series.map((value) => (isMissing(value) ? value : orMissing(apply(value))));

export const negated = (value: Value): Value => mapped(value, (each) => -each);
