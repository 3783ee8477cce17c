import { type Labels, METRIC_NAME } from '../labels';
import type { Grouping } from '../promql/expression';
import { plainNumber, quantileOf } from './arithmetic';
import { type Element, EvaluationError } from './value';

const NUMBERS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  avg: (values) => runningMean(values),
  min: (values) => values.reduce((best, value) => (value < best || Number.isNaN(best) ? value : best)),
  max: (values) => values.reduce((best, value) => (value > best || Number.isNaN(best) ? value : best)),
  count: ({ length }) => length,
  group: () => 1,
  stddev: (values) => Math.sqrt(variance(values)),
  stdvar: (values) => variance(values),
};

/** @param parameter of operators that have one */
export function aggregate(
  operator: string,
  elements: readonly Element[],
  grouping: Grouping,
  parameter?: number | string,
): Element[] {
  const counted = operator === 'count_values' ? labelled(elements, String(parameter)) : elements;
  const by =
    operator === 'count_values' && !grouping.without ? [...grouping.labels, String(parameter)] : grouping.labels;
  const groups = groupsOf(counted, { ...grouping, labels: by });
  return groups.flatMap(({ labels, members }): Element[] => {
    const values = members.map(({ value }) => value);
    if (operator === 'topk' || operator === 'bottomk') return first(members, Number(parameter), operator === 'topk');
    if (operator === 'quantile') return [{ labels, value: quantileOf(Number(parameter), values) }];
    if (operator === 'count_values') return [{ labels, value: values.length }];
    const evaluate = NUMBERS[operator] as (values: readonly number[]) => number;
    return [{ labels, value: evaluate(values) }];
  });
}

function groupsOf(elements: readonly Element[], { without, labels }: Grouping) {
  const groups = new Map<string, { readonly labels: Labels; readonly members: Element[] }>();
  for (const element of elements) {
    const own = without ? element.labels.without([...labels, METRIC_NAME]) : element.labels.only(labels);
    const group = groups.get(own.key) ?? { labels: own, members: [] };
    group.members.push(element);
    groups.set(own.key, group);
  }
  return [...groups.values()];
}

/** Each with its value in a label. */
function labelled(elements: readonly Element[], label: string): Element[] {
  if (!/^[A-Za-z_]\w*$/.test(label)) throw new EvaluationError(`invalid label name ${JSON.stringify(label)}`);
  return elements.map(({ labels, value }) => ({ labels: labels.with([[label, plainNumber(value)]]), value }));
}

/** NaN comes last. */
function first(members: readonly Element[], count: number, isLargest: boolean): Element[] {
  if (!(Number.isFinite(count) && Math.abs(count) < 2 ** 63))
    throw new EvaluationError(`Scalar value ${plainNumber(count)} overflows int64`);
  const rankOf = (value: number): number => (Number.isNaN(value) ? -Infinity : isLargest ? value : -value);
  return [...members]
    .sort((one, other) => rankOf(other.value) - rankOf(one.value) || 0)
    .slice(0, Math.max(0, Math.trunc(count)));
}

/** As Prometheus adds it up, which keeps an infinite mean. */
function runningMean(values: readonly number[]): number {
  return values.reduce((mean, value, index) => {
    const staysInfinite = Math.abs(mean) === Infinity && (value === mean || Number.isFinite(value));
    return staysInfinite ? mean : mean + (value / (index + 1) - mean / (index + 1));
  }, 0);
}

/** The first value is the mean to begin with, also if it is no number. */
function variance([first = Number.NaN, ...others]: readonly number[]): number {
  let mean = first;
  let squares = 0;
  others.forEach((value, index) => {
    const delta = value - mean;
    mean += delta / (index + 2);
    squares += delta * (value - mean);
  });
  return squares / (others.length + 1);
}
