import {
  allOf,
  type Binary,
  COMPARISONS,
  type Expression,
  type RangeSelector,
  type Selector,
} from '../promql/expression';
import { printPromQl } from '../promql/print';
import type { Check } from './finding';

const EXTENT = { from: 0, to: 0 };
const COUNTER_FUNCTIONS = ['rate', 'irate', 'increase'];
/** Names of durations, which are measured by histograms and summaries: https://prometheus.io/docs/practices/naming/#base-units */
const DURATION = /_(?:duration|latency)_(?:seconds|milliseconds|microseconds)$/;

const call = (name: string, ...args: readonly Expression[]): Expression => ({ kind: 'call', name, args, ...EXTENT });
const selectorsOf = (expression: Expression): Selector[] =>
  [...allOf(expression)].filter((part) => part.kind === 'selector');
const textOf = (expression: Expression): string => printPromQl(expression);

/** Counters are what `rate` is of; a histogram has none of its own name. */
export const rateOfHistogram: Check = (part) => {
  if (part.kind !== 'call' || !COUNTER_FUNCTIONS.includes(part.name)) return undefined;
  const [range] = part.args;
  if (range?.kind !== 'range' || !DURATION.test(range.selector.name ?? '')) return undefined;
  const { name } = range.selector;
  return {
    isFatal: true,
    message:
      `${name} is no counter by its name: a histogram counts in ${name}_count, and has no series of its own name, so that this returns ` +
      `nothing; of a gauge, deriv() is the rate`,
    instead: { ...part, args: [{ ...range, selector: { ...range.selector, name: `${name}_count` } }] },
  };
};

/** `x{status="ok"} / x`: each series of the left side is divided by the same series of the right. */
export const dividedByItself: Check = (part) => {
  if (part.kind !== 'binary' || part.operator !== '/' || part.matching !== undefined) return undefined;
  const [left, right] = [selectorsOf(part.left), selectorsOf(part.right)];
  const [one, other] = [left[0], right[0]];
  if (left.length !== 1 || right.length !== 1 || one === undefined || other === undefined) return undefined;
  if (hasAggregation(part.left) || hasAggregation(part.right)) return undefined;
  const labels = narrowing(one, other);
  const withoutSelector = (expression: Expression, own: Selector): string =>
    textOf(replaced(expression, own, { ...own, name: 'x', matchers: [] }));
  if (labels === undefined || withoutSelector(part.left, one) !== withoutSelector(part.right, other)) return undefined;
  const summed = (of: Expression): Expression => ({
    ...{ kind: 'aggregation', operator: 'sum', of, grouping: { without: true, labels }, ...EXTENT },
  });
  return {
    isFatal: true,
    message: 'each series is divided by itself, so that the result is always 1: both sides are matched by all labels',
    instead: { ...part, left: summed(part.left), right: summed(part.right) },
  };
};

/** The labels by which the left selector chooses fewer series of the same metric. */
function narrowing(left: Selector, right: Selector): string[] | undefined {
  if (left.name === undefined || left.name !== right.name || left.offset !== right.offset) return undefined;
  const known = right.matchers.map((matcher) => JSON.stringify(matcher));
  const more = left.matchers.filter((matcher) => !known.includes(JSON.stringify(matcher)));
  if (more.length === 0 || left.matchers.length - more.length < right.matchers.length) return undefined;
  return [...new Set(more.map(({ label }) => label))];
}

const hasAggregation = (expression: Expression): boolean =>
  [...allOf(expression)].some(({ kind }) => kind === 'aggregation');

/** Without the label `le` there are no buckets. */
export const quantileWithoutLe: Check = (part) => {
  if (part.kind !== 'call' || part.name !== 'histogram_quantile') return undefined;
  const [q, of] = part.args;
  if (q === undefined || of?.kind !== 'aggregation') return undefined;
  const { without, labels } = of.grouping;
  if (labels.includes('le') !== without) return undefined;
  const kept = without ? labels.filter((label) => label !== 'le') : [...labels, 'le'];
  return {
    isFatal: true,
    message: `${of.operator} drops the label 'le', without which histogram_quantile returns nothing`,
    instead: { ...part, args: [q, { ...of, grouping: { without, labels: kept } }] },
  };
};

/** `count(x) == 0`: of no series, count returns nothing. */
export const countOfNothing: Check = (part) => {
  if (part.kind !== 'binary' || !isBelow(part, 1)) return undefined;
  const { left } = part;
  if (left.kind !== 'aggregation' || left.operator !== 'count' || left.grouping.labels.length > 0) return undefined;
  return {
    isFatal: true,
    message: 'count() of no series returns nothing, and never 0',
    instead: call('absent', left.of),
  };
};

/** `absent(x) == 0`: it returns 1 or nothing. */
export const absentCompared: Check = (part) => {
  if (part.kind !== 'binary' || part.left.kind !== 'call' || part.right.kind !== 'number') return undefined;
  if (!part.left.name.startsWith('absent') || !COMPARISONS.includes(part.operator) || part.returnsBool)
    return undefined;
  if (holds(part.operator, 1, part.right.value)) return undefined;
  return { isFatal: true, message: 'absent() returns 1 or nothing, so that this returns nothing', instead: part.left };
};

/** A series that is gone is no zero. */
export const goneSeries: Check = (part, whole) => {
  if (part !== whole || part.kind !== 'binary' || !isBelow(part, 0) || part.returnsBool) return undefined;
  const [selector, ...others] = selectorsOf(part.left);
  if (selector === undefined || others.length > 0 || hasAggregation(part.left)) return undefined;
  if (part.left.kind === 'call' && part.left.name.startsWith('absent')) return undefined;
  const [range] = [...allOf(part.left)].filter((each): each is RangeSelector => each.kind === 'range');
  const absent = range === undefined ? call('absent', selector) : call('absent_over_time', range);
  return {
    isFatal: false,
    message:
      selector.name === 'up'
        ? "'up' exists only for targets that Prometheus scrapes: without such a target, this returns nothing and does not fire"
        : 'once the series is gone, or before it was first there, this returns nothing and does not fire',
    instead: { kind: 'binary', operator: 'or', left: part, right: absent, returnsBool: false, ...EXTENT },
  };
};

/** An alert fires for whatever its expression returns. */
export const noCondition: Check = (part, whole) => {
  if (part !== whole || isCondition(whole) || selectorsOf(whole).length === 0) return undefined;
  const isBool = whole.kind === 'binary' && whole.returnsBool;
  return {
    isFatal: isBool,
    message: isBool
      ? "with 'bool' a comparison returns 0 rather than nothing, so that the alert always fires"
      : 'there is no comparison, so that the alert fires for each series that exists',
    ...(isBool && { instead: { ...whole, returnsBool: false } }),
  };
};

/** Whether an expression leaves out series that are fine. */
function isCondition(expression: Expression): boolean {
  switch (expression.kind) {
    case 'binary': {
      const { operator, left, right, returnsBool } = expression;
      if (COMPARISONS.includes(operator)) return !returnsBool || isCondition(left) || isCondition(right);
      if (operator === 'or') return isCondition(left) && isCondition(right);
      return operator === 'and' || operator === 'unless' || isCondition(left) || isCondition(right);
    }
    case 'call':
      return expression.name.startsWith('absent') || expression.args.some(isCondition);
    case 'aggregation':
    case 'subquery':
    case 'negation':
      return isCondition(expression.of);
    case 'selector':
      // such as ALERTS, which exists only while an alert is active
      return expression.name === 'ALERTS' || expression.name === undefined || /:/.test(expression.name);
    case 'range':
      return isCondition(expression.selector);
    default:
      return false;
  }
}

/** Whether a comparison holds for a number, but for none that is much larger: `== 0`, `< 5`. */
function isBelow({ operator, right }: Binary, most: number): boolean {
  if (right.kind !== 'number' || !COMPARISONS.includes(operator) || operator === '!=') return false;
  return operator === '<' || operator === '<=' ? right.value <= most : operator === '==' && right.value <= 0;
}

function holds(operator: string, left: number, right: number): boolean {
  const order = Math.sign(left - right);
  return { '==': order === 0, '!=': order !== 0, '>': order > 0, '<': order < 0, '>=': order >= 0, '<=': order <= 0 }[
    operator
  ] as boolean;
}

/** An expression with a part of it exchanged. */
export function replaced(expression: Expression, part: Expression, by: Expression): Expression {
  if (expression === part) return by;
  const again = (each: Expression): Expression => replaced(each, part, by);
  switch (expression.kind) {
    case 'range':
      return { ...expression, selector: again(expression.selector) as Selector };
    case 'subquery':
    case 'negation':
      return { ...expression, of: again(expression.of) };
    case 'call':
      return { ...expression, args: expression.args.map(again) };
    case 'aggregation':
      return {
        ...expression,
        of: again(expression.of),
        ...(expression.parameter !== undefined && { parameter: again(expression.parameter) }),
      };
    case 'binary':
      return { ...expression, left: again(expression.left), right: again(expression.right) };
    default:
      return expression;
  }
}
