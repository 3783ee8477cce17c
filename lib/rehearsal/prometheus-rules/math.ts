import { type Expression, MathError, parseExpression } from '../simulator/math/expression';
import type { MetricAlarmDefinition, Query } from '../simulator/model';
import { type Exporter, isExported, selectorOf } from './exporters';

/** What PromQL cannot say. */
export class NotInPromQl extends Error {}

interface Term {
  readonly text: string;
  readonly isNumber: boolean;
}

type Alarm = Pick<MetricAlarmDefinition, 'queries' | 'periodSeconds'>;

/** What an alarm compares, as PromQL: one series without labels, some seconds ago, where it has a value. @throws NotInPromQl */
export function comparedValue(alarm: Alarm, exporter: Exporter, ago = 0): string {
  return new Translation(alarm, exporter, ago).query(returnedBy(alarm)).text;
}

/** The same, where a comparison follows: that leaves out by itself what is no number. @throws NotInPromQl */
export function comparedLeft(alarm: Alarm, exporter: Exporter, ago = 0): string {
  return new Translation(
    alarm,
    { ...exporter, hasGaps: exporter.hasGaps && returnedBy(alarm).metric === undefined },
    ago,
  ).query(returnedBy(alarm)).text;
}

function returnedBy({ queries }: Alarm): Query {
  const returned = queries.find((query) => query.returned) ?? queries[0];
  if (returned === undefined) throw new NotInPromQl('it has no metric');
  return returned;
}

const ARITHMETIC = ['+', '-', '*', '^'];
const COMPARISONS = ['==', '!=', '<', '>', '<=', '>='];
const FUNCTIONS: Readonly<Record<string, string>> = {
  ABS: 'abs',
  CEIL: 'ceil',
  FLOOR: 'floor',
  EXP: 'exp',
  LOG: 'ln',
  LOG10: 'log10',
};
const AGGREGATES: Readonly<Record<string, string>> = { SUM: 'sum', AVG: 'avg', MIN: 'min', MAX: 'max' };
const DEEPEST = 50;

class Translation {
  #depth = 0;

  public constructor(
    private readonly alarm: Alarm,
    private readonly exporter: Exporter,
    private readonly ago: number,
  ) {}

  public query({ id, metric, expression }: Query): Term {
    if (++this.#depth > DEEPEST) throw new NotInPromQl(`'${id}' reads itself`);
    try {
      if (metric === undefined) return this.#of(parsed(expression ?? ''));
      if (metric.accountId !== undefined) throw new NotInPromQl('it reads a metric of another account');
      if (!isExported(metric))
        throw new NotInPromQl(`the exporters do not ask for the statistic '${metric.statistic}'`);
      // without labels, so that several can be computed with
      const value = `max(${selectorOf(metric, this.exporter)}${this.ago === 0 ? '' : ` offset ${this.ago}s`})`;
      return series(this.exporter.hasGaps ? `(${value} >= -Inf)` : value);
    } finally {
      this.#depth--;
    }
  }

  #of(expression: Expression): Term {
    switch (expression.is) {
      case 'number':
        return { text: String(expression.value), isNumber: true };
      case 'id': {
        const query = this.alarm.queries.find(({ id }) => id === expression.id);
        if (query === undefined) throw new NotInPromQl(`it has no '${expression.id}'`);
        return this.query(query);
      }
      case 'negation': {
        const { text, isNumber } = this.#of(expression.operand);
        return { text: `(-${text})`, isNumber };
      }
      case 'operation':
        return this.#operation(expression.operator, this.#of(expression.left), this.#of(expression.right));
      case 'call':
        return this.#call(expression.name, expression.args);
      default:
        throw new NotInPromQl(`it has a ${expression.is} that is no value`);
    }
  }

  #operation(operator: string, left: Term, right: Term): Term {
    const isNumber = left.isNumber && right.isNumber;
    if (ARITHMETIC.includes(operator)) return { text: `(${left.text} ${operator} ${right.text})`, isNumber };
    // CloudWatch has no value where it would divide by zero
    if (operator === '/')
      return { text: `(${left.text} / ${right.isNumber ? right.text : `(${right.text} != 0)`})`, isNumber };
    if (COMPARISONS.includes(operator)) return { text: `(${left.text} ${operator} bool ${right.text})`, isNumber };
    const [one, other] = [left, right].map(({ text }) => `(${text} != bool 0)`);
    if (operator === 'AND' || operator === '&&') return { text: `(${one} * ${other})`, isNumber };
    return { text: `((${one} + ${other}) > bool 0)`, isNumber };
  }

  #call(name: string, args: readonly Expression[]): Term {
    const [first, second, third] = args;
    if (name === 'IF' && first !== undefined && second !== undefined)
      return this.#choice(this.#of(first), this.#of(second), third && this.#of(third));
    if (name === 'FILL' && first !== undefined && second?.is === 'number')
      return series(`(${vector(this.#of(first))} or vector(${second.value}))`);
    if (name === 'PERIOD') return { text: String(this.alarm.periodSeconds ?? 60), isNumber: true };
    if (name === 'TIME_SERIES' && first !== undefined) return series(vector(this.#of(first)));
    const own = FUNCTIONS[name];
    if (own !== undefined && first !== undefined) return series(`${own}(${vector(this.#of(first))})`);
    const aggregate = AGGREGATES[name];
    if (aggregate !== undefined && first?.is === 'list')
      return series(`${aggregate}(${first.items.map((item, index) => numbered(this.#of(item), index)).join(' or ')})`);
    throw new NotInPromQl(`it computes with ${name}${first?.is === 'list' ? ' of several metrics' : ''}`);
  }

  #choice(condition: Term, then: Term, otherwise?: Term): Term {
    const when = vector(condition);
    const chosen = `(${vector(then)} and (${when} != 0))`;
    return series(otherwise === undefined ? chosen : `(${chosen} or (${vector(otherwise)} and (${when} == 0)))`);
  }
}

const series = (text: string): Term => ({ text, isNumber: false });
const vector = ({ text, isNumber }: Term): string => (isNumber ? `vector(${text})` : text);
/** With a label of its own, so that several stay apart. */
const numbered = (term: Term, index: number): string => `label_replace(${vector(term)}, "n", "${index}", "", "")`;

function parsed(text: string): Expression {
  try {
    return parseExpression(text);
  } catch (error) {
    if (error instanceof MathError) throw new NotInPromQl(error.message);
    throw error;
  }
}
