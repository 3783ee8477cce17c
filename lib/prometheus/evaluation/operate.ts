import { type Labels, METRIC_NAME } from '../labels';
import { type Binary, COMPARISONS, type Matching, SET_OPERATORS } from '../promql/expression';
import { power } from './arithmetic';
import { type Element, EvaluationError, type Value, withoutName } from './value';

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '^': power,
  atan2: Math.atan2,
};

const COMPARE: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
};

/** The value of two numbers, or undefined where a comparison leaves the series out. */
type Pair = (left: number, right: number) => number | undefined;

/** The value of an operation on two values. */
export function operate(operation: Binary, left: Value, right: Value): Value {
  const { operator, returnsBool, matching } = operation;
  if (SET_OPERATORS.includes(operator))
    return combined(operator, left as readonly Element[], right as readonly Element[], matching);
  const isFilter = COMPARISONS.includes(operator) && !returnsBool;
  const pair = pairFor(operation);
  const named = (labels: Labels): Labels => (isFilter ? labels : withoutName(labels));
  if (typeof left === 'number' && typeof right === 'number') return pair(left, right) as number;
  if (typeof left === 'number')
    return (right as readonly Element[]).flatMap(({ labels, value }) => {
      const result = pair(left, value);
      // a comparison returns the value of the vector
      return result === undefined ? [] : [{ labels: named(labels), value: isFilter ? value : result }];
    });
  if (typeof right === 'number')
    return (left as readonly Element[]).flatMap(({ labels, value }) => {
      const result = pair(value, right);
      return result === undefined ? [] : [{ labels: named(labels), value: result }];
    });
  return matched(left as readonly Element[], right as readonly Element[], { pair, named, matching });
}

function pairFor({ operator, returnsBool }: Binary): Pair {
  const compare = COMPARE[operator];
  if (compare === undefined) return ARITHMETIC[operator] as Pair;
  if (returnsBool) return (left, right) => (compare(left, right) ? 1 : 0);
  return (left, right) => (compare(left, right) ? left : undefined);
}

/** The labels by which series of two sides are matched. */
const matchedLabels = (labels: Labels, matching: Matching | undefined): Labels =>
  matching?.on ? labels.only(matching.labels) : labels.without([...(matching?.labels ?? []), METRIC_NAME]);

function combined(
  operator: string,
  left: readonly Element[],
  right: readonly Element[],
  matching?: Matching,
): Element[] {
  const keyOf = ({ labels }: Element): string => matchedLabels(labels, matching).key;
  const keys = (side: readonly Element[]): ReadonlySet<string> => new Set(side.map(keyOf));
  if (operator === 'or') {
    const present = keys(left);
    return [...left, ...right.filter((element) => !present.has(keyOf(element)))];
  }
  const present = keys(right);
  return left.filter((element) => present.has(keyOf(element)) === (operator === 'and'));
}

interface Operation {
  readonly pair: Pair;
  readonly named: (labels: Labels) => Labels;
  readonly matching: Matching | undefined;
}

/** Each series of the side that may have many, with the one of the other side. */
function matched(left: readonly Element[], right: readonly Element[], { pair, named, matching }: Operation): Element[] {
  const isRightMany = matching?.many === 'right';
  const [many, one] = isRightMany ? [right, left] : [left, right];
  // Prometheus does not look for several matches then
  if (many.length === 0) return [];
  const ones = new Map<string, Element>();
  for (const element of one) {
    const labels = matchedLabels(element.labels, matching);
    const other = ones.get(labels.key);
    if (other !== undefined)
      throw new EvaluationError(
        `found duplicate series for the match group ${labels} on the ${isRightMany ? 'left' : 'right'} hand-side of the operation: ` +
          `${[element.labels, other.labels].join(', ')}; many-to-many matching not allowed: matching labels must be unique on one side`,
      );
    ones.set(labels.key, element);
  }
  const taken = new Set<string>();
  return many.flatMap((element) => {
    const match = matchedLabels(element.labels, matching);
    const other = ones.get(match.key);
    if (other === undefined) return [];
    const value = isRightMany ? pair(other.value, element.value) : pair(element.value, other.value);
    if (value === undefined) return [];
    const labels = resultLabels(named(element.labels), other.labels, matching);
    const key = matching?.many === undefined ? match.key : labels.key;
    if (taken.has(key))
      throw new EvaluationError(
        matching?.many === undefined
          ? 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)'
          : 'multiple matches for labels: grouping labels must ensure unique matches',
      );
    taken.add(key);
    return [{ labels, value }];
  });
}

function resultLabels(labels: Labels, other: Labels, matching: Matching | undefined): Labels {
  if (matching === undefined) return labels;
  const kept =
    matching.many !== undefined ? labels : matching.on ? labels.only(matching.labels) : labels.without(matching.labels);
  return kept.with(matching.include.map((label) => [label, other.get(label)]));
}
