import { type Expression, parse } from './expression';

/** One value per period of the evaluation range, oldest first; undefined where there is none. */
export type Series = readonly (number | undefined)[];
/** A scalar that nothing leads to is NaN. */
type Value = number | Series | { readonly list: readonly Series[] };

interface Inputs {
  readonly periodSeconds: number;
  readonly metrics: ReadonlyMap<string, Series>;
  readonly expressions: ReadonlyMap<string, string>;
}

/** The series that an id stands for: a metric, or metric math over others. */
export function seriesOf(id: string, inputs: Inputs): Series {
  const value = new Evaluation(inputs).valueOf(id);
  if (!isSeries(value)) throw new Error(`'${id}' is not a time series, and an alarm needs one`);
  return value;
}

const isSeries = (value: Value): value is Series => Array.isArray(value);
/** What divides by zero, or comes of nothing, is dropped. */
const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
const present = (series: Series): number[] => series.filter((value) => value !== undefined);

const OPERATORS: Record<string, (left: number, right: number) => number> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '<=': (left, right) => Number(left <= right),
  '>=': (left, right) => Number(left >= right),
  '<': (left, right) => Number(left < right),
  '>': (left, right) => Number(left > right),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  OR: (left, right) => Number(left !== 0 || right !== 0),
};
OPERATORS['&&'] = OPERATORS['AND'] as never;
OPERATORS['||'] = OPERATORS['OR'] as never;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** Of a series a scalar over all of its values, of a list a series. */
const AGGREGATES: Record<string, (values: readonly number[]) => number> = {
  SUM: (values) => (values.length === 0 ? Number.NaN : sum(values)),
  AVG: mean,
  MIN: (values) => (values.length === 0 ? Number.NaN : Math.min(...values)),
  MAX: (values) => (values.length === 0 ? Number.NaN : Math.max(...values)),
  STDDEV: (values) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2))),
  DATAPOINT_COUNT: (values) => values.length,
};

class Evaluation {
  readonly #known = new Map<string, Value>();

  public constructor(private readonly inputs: Inputs) {}

  public valueOf(id: string): Value {
    const known = this.#known.get(id) ?? this.inputs.metrics.get(id);
    if (known !== undefined) return known;
    const expression = this.inputs.expressions.get(id);
    if (expression === undefined) throw new Error(`Metric math names '${id}', which is no metric of the alarm`);
    const value = this.#evaluate(parse(expression));
    this.#known.set(id, value);
    return value;
  }

  #evaluate(expression: Expression): Value {
    switch (expression.kind) {
      case 'number':
        return expression.value;
      case 'id':
        return this.valueOf(expression.id);
      case 'list':
        return { list: expression.items.map((item) => this.#series(item)) };
      case 'operator':
        return operate(expression.operator, this.#evaluate(expression.left), this.#evaluate(expression.right));
      case 'call':
        return this.#call(expression.name, expression.args);
    }
  }

  #call(name: string, args: readonly Expression[]): Value {
    const [first, second, third] = args;
    if (first === undefined) throw new Error(`${name} needs an argument`);
    if (name === 'IF') return choose(args.map((each) => this.#evaluate(each)));
    if (second !== undefined || third !== undefined) throw new Error(`${name} takes one argument`);
    if (AGGREGATES[name] !== undefined) return aggregated(name, this.#evaluate(first));
    const seconds = this.inputs.periodSeconds;
    switch (name) {
      case 'PERIOD':
        return seconds;
      case 'DIFF':
        return withPredecessor(this.#series(first), (value, before) => value - before);
      case 'DIFF_TIME':
        return withPredecessor(this.#series(first), (_value, _before, periods) => periods * seconds);
      case 'RUNNING_SUM':
        return runningSum(this.#series(first));
      default:
        throw new Error(`The function ${name} is not one that rules use`);
    }
  }

  #series(expression: Expression): Series {
    const value = this.#evaluate(expression);
    if (!isSeries(value)) throw new Error('A time series belongs here');
    return value;
  }
}

/** Where one of two series has a value, the other counts as zero; where neither has, there is none. */
function operate(operator: string, left: Value, right: Value): Value {
  const apply = OPERATORS[operator] as (left: number, right: number) => number;
  const of = (value: Value, index: number): number | undefined => {
    if (typeof value === 'number') return value;
    if (!isSeries(value)) throw new Error(`${operator} of a list is not used by rules`);
    return value[index];
  };
  if (typeof left === 'number' && typeof right === 'number') return apply(left, right);
  const sparse = [left, right].filter((value): value is Series => typeof value !== 'number');
  return (sparse[0] as Series).map((_, index) =>
    sparse.every((series) => of(series, index) === undefined)
      ? undefined
      : finite(apply(of(left, index) ?? 0, of(right, index) ?? 0)),
  );
}

/** True without a value gives zero; false without a value, or without a condition, gives nothing. */
function choose([condition, yes, no]: readonly Value[]): Value {
  if (condition === undefined || yes === undefined) throw new Error('IF needs a condition and a value');
  const at = (value: Value | undefined, index: number): number | undefined =>
    value !== undefined && isSeries(value as Value) ? (value as Series)[index] : (value as number | undefined);
  if (typeof condition === 'number') return condition !== 0 ? yes : (no ?? Number.NaN);
  return (condition as Series).map((holds, index) => {
    if (holds === undefined) return undefined;
    return holds !== 0 ? (at(yes, index) ?? 0) : at(no, index);
  });
}

/** AVG and STDDEV count what is missing as 0, unless all is missing. */
function counted(name: string, series: Series): number[] {
  const known = present(series);
  const fills = known.length > 0 && (name === 'AVG' || name === 'STDDEV');
  return fills ? series.map((value) => value ?? 0) : known;
}

function aggregated(name: string, value: Value): Value {
  const aggregate = AGGREGATES[name] as (values: readonly number[]) => number;
  if (typeof value === 'number') throw new Error('A time series or a list belongs here');
  if (isSeries(value)) return aggregate(counted(name, value));
  const [first = []] = value.list;
  return first.map((_, index) =>
    finite(
      aggregate(
        counted(
          name,
          value.list.map((series) => series[index]),
        ),
      ),
    ),
  );
}

/** `with` is told how many periods ago the value before was; the first value has none. */
function withPredecessor(series: Series, using: (value: number, before: number, periods: number) => number): Series {
  let before: number | undefined;
  return series.map((value, index) => {
    if (value === undefined) return undefined;
    const last = before;
    before = index;
    return last === undefined ? undefined : using(value, series[last] as number, index - last);
  });
}

function runningSum(series: Series): Series {
  let total = 0;
  return series.map((value) => {
    if (value === undefined) return undefined;
    total += value;
    return total;
  });
}
