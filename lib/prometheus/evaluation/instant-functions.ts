import { Labels } from '../labels';
import type { Expression } from '../promql/expression';
import { anchored } from '../promql/pattern';
import { type Element, EvaluationError, mapped, type Value, withoutName } from './value';

const radians = Math.PI / 180;

/** Functions of a value. */
const OF_A_VALUE: Readonly<Record<string, (value: number) => number>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  exp: Math.exp,
  floor: Math.floor,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sqrt: Math.sqrt,
  sgn: (value) => (value < 0 ? -1 : value > 0 ? 1 : value),
  deg: (value) => value / radians,
  rad: (value) => value * radians,
  acos: Math.acos,
  acosh: Math.acosh,
  asin: Math.asin,
  asinh: Math.asinh,
  atan: Math.atan,
  atanh: Math.atanh,
  cos: Math.cos,
  cosh: Math.cosh,
  sin: Math.sin,
  sinh: Math.sinh,
  tan: Math.tan,
  tanh: Math.tanh,
};

const DAY = 86_400_000;

/** Functions of a date, of which the value is the time in seconds. */
const OF_A_DATE: Readonly<Record<string, (date: Date) => number>> = {
  day_of_month: (date) => date.getUTCDate(),
  day_of_week: (date) => date.getUTCDay(),
  day_of_year: (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY) + 1,
  days_in_month: (date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate(),
  hour: (date) => date.getUTCHours(),
  minute: (date) => date.getUTCMinutes(),
  month: (date) => date.getUTCMonth() + 1,
  year: (date) => date.getUTCFullYear(),
};

type OfValues = (args: readonly Value[], time: number) => Value;

const vector = (value: Value | undefined): readonly Element[] => value as readonly Element[];

const ascending = (elements: readonly Element[], sign: number): Element[] =>
  [...elements].sort((one, other) =>
    Number.isNaN(one.value) ? 1 : Number.isNaN(other.value) ? -1 : sign * (one.value - other.value) || 0,
  );

const OTHERS: Readonly<Record<string, OfValues>> = {
  time: (_, time) => time / 1000,
  pi: () => Math.PI,
  vector: ([value]) => [{ labels: Labels.none, value: value as number }],
  scalar: ([elements]) => (vector(elements).length === 1 ? (vector(elements)[0] as Element).value : Number.NaN),
  sort: ([elements]) => ascending(vector(elements), 1),
  sort_desc: ([elements]) => ascending(vector(elements), -1),
  clamp: ([elements, least, most]) => {
    const [low, high] = [least as number, most as number];
    return high < low ? [] : mapped(vector(elements), (value) => Math.max(low, Math.min(high, value)));
  },
  clamp_min: ([elements, least]) => mapped(vector(elements), (value) => Math.max(value, least as number)),
  clamp_max: ([elements, most]) => mapped(vector(elements), (value) => Math.min(value, most as number)),
  round: ([elements, to = 1]) => {
    const inverse = 1 / (to as number);
    return mapped(vector(elements), (value) => Math.floor(value * inverse + 0.5) / inverse);
  },
  label_replace: ([elements, target, replacement, source, pattern]) =>
    labelReplace(vector(elements), target as string, replacement as string, source as string, pattern as string),
  label_join: ([elements, target, separator, ...sources]) => {
    checkLabel(target as string);
    return vector(elements).map(({ labels, value }) => {
      const joined = sources.map((source) => labels.get(source as string)).join(separator as string);
      return { labels: labels.with([[target as string, joined]]), value };
    });
  },
};

/** The value of a function of instant vectors, numbers and strings. */
export function ofValues(name: string, args: readonly Value[], time: number): Value | undefined {
  const ofAValue = OF_A_VALUE[name];
  if (ofAValue !== undefined) return mapped(vector(args[0]), ofAValue);
  const ofADate = OF_A_DATE[name];
  if (ofADate !== undefined) {
    const dates = args[0] === undefined ? [{ labels: Labels.none, value: time / 1000 }] : vector(args[0]);
    return mapped(dates, (value) => ofADate(new Date(Math.trunc(value) * 1000)));
  }
  return OTHERS[name]?.(args, time);
}

/** The labels that the result of `absent` has: those that the selector requires to be equal. */
export function labelsOfAbsent(expression: Expression): Labels {
  const selector = expression.kind === 'range' ? expression.selector : expression;
  if (selector.kind !== 'selector') return Labels.none;
  const { matchers } = selector;
  const once = matchers.filter(
    ({ label, operator }) => operator === '=' && matchers.filter((each) => each.label === label).length === 1,
  );
  return withoutName(Labels.of(once.map(({ label, value }): [string, string] => [label, value])));
}

const checkLabel = (label: string): void => {
  if (!/^[A-Za-z_]\w*$/.test(label)) throw new EvaluationError(`invalid label name: ${label}`);
};

function labelReplace(
  elements: readonly Element[],
  target: string,
  replacement: string,
  source: string,
  pattern: string,
): readonly Element[] {
  const expression = anchored(pattern);
  if (expression === undefined) throw new EvaluationError(`invalid regular expression in label_replace(): ${pattern}`);
  checkLabel(target);
  return elements.map(({ labels, value }) => {
    const match = expression.exec(labels.get(source));
    if (match === null) return { labels, value };
    const text = replacement.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, plain, braced) => {
      const group = plain ?? braced;
      if (group === undefined) return whole === '$$' ? '$' : whole;
      return (/^\d+$/.test(group) ? match[Number(group)] : match.groups?.[group]) ?? '';
    });
    return { labels: labels.with([[target, text]]), value };
  });
}
