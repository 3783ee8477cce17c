import { type InsightsQuery, isInsights, parseInsights } from '../insights';
import { NotModelled, type Query } from '../model';
import { DEFAULT_READING } from '../reading';
import { CALENDAR } from './calendar';
import { type Expression, MathError, parseExpression } from './expression';
import { type Arguments, empty, type Frame, FUNCTIONS, type MathReading } from './functions';
import { isLogical, negated, operate } from './operators';
import { isList, isSeries, type Series, typeOf, type Value } from './value';

/** What expressions are evaluated on: one value per period of each metric. */
export interface Inputs extends Frame {
  readonly metric: (id: string) => Series;
  /** The series that a query of Metrics Insights finds. */
  readonly insights: (query: InsightsQuery) => readonly Series[];
  /** The band of a metric, so many standard deviations wide: upper and lower. */
  readonly band: (id: string, width: number) => readonly [Series, Series] | undefined;
}

/** The metric math of an alarm or a graph, checked, ready to be evaluated. */
export interface Program {
  /** A point depends on others of its series: evaluated over other periods, the same period has another value. */
  readonly looksAround: boolean;
  /** It matters when it is. */
  readonly looksAtClock: boolean;
  readonly evaluate: (id: string, inputs: Inputs) => Value;
}

/** Of a band, in standard deviations. */
const DEFAULT_WIDTH = 2;

const NOT_HERE: readonly string[] = ['DB_PERF_INSIGHTS', 'INSIGHT_RULE_METRIC', 'LAMBDA', 'SEARCH', 'SERVICE_QUOTA'];

/**
 * @param returned the queries whose results are wanted
 * @throws MathError, NotModelled
 */
export function compile(
  queries: readonly Query[],
  returned: readonly string[],
  reading: MathReading = DEFAULT_READING,
): Program {
  const parsed = new Map<string, Expression>();
  const insights = new Map<string, InsightsQuery>();
  for (const { id, expression } of queries) {
    if (expression === undefined) continue;
    if (isInsights(expression)) insights.set(id, parseInsights(expression));
    else parsed.set(id, parseExpression(expression));
  }
  // a trial on one period with one value: types, names, and which functions read other periods
  const trial = new Evaluation(queries, { parsed, insights }, TRIAL, reading);
  for (const id of returned) {
    const value = trial.of(id);
    if (!isSeries(value) && !isList(value)) throw new MathError(`'${id}' comes to a scalar, not to a time series`, 0);
  }
  return {
    looksAround: trial.looksAround,
    looksAtClock: trial.looksAtClock,
    evaluate: (id, inputs) => new Evaluation(queries, { parsed, insights }, inputs, reading).of(id),
  };
}

const ONE = Float64Array.of(1);
const TRIAL: Inputs = {
  length: 1,
  periodSeconds: 60,
  startOf: () => 0,
  metric: () => ONE,
  insights: () => [ONE],
  band: () => [ONE, ONE],
};

interface Texts {
  readonly parsed: ReadonlyMap<string, Expression>;
  readonly insights: ReadonlyMap<string, InsightsQuery>;
}

class Evaluation {
  public looksAround = false;
  public looksAtClock = false;
  readonly #known = new Map<string, Value>();
  readonly #open = new Set<string>();

  public constructor(
    private readonly queries: readonly Query[],
    private readonly texts: Texts,
    private readonly inputs: Inputs,
    private readonly reading: MathReading,
  ) {}

  public of(id: string, at = 0): Value {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    if (this.#open.has(id)) throw new MathError(`'${id}' refers to itself`, at);
    this.#open.add(id);
    const value = this.#query(id, at);
    this.#open.delete(id);
    this.#known.set(id, value);
    return value;
  }

  #query(id: string, at: number): Value {
    const expression = this.texts.parsed.get(id);
    if (expression !== undefined) return this.#evaluate(expression);
    const query = this.texts.insights.get(id);
    if (query !== undefined) return query.groupBy.length === 0 ? this.#single(query) : this.inputs.insights(query);
    if (!this.#isMetric(id)) throw new MathError(`there is no metric or expression '${id}'`, at);
    return this.inputs.metric(id);
  }

  /** A query without groups is a series, if it finds anything. */
  #single(query: InsightsQuery): Series {
    return this.inputs.insights(query)[0] ?? empty(this.inputs.length);
  }

  #isMetric(id: string): boolean {
    return this.queries.some((query) => query.id === id && query.metric !== undefined);
  }

  #evaluate(expression: Expression): Value {
    switch (expression.is) {
      case 'number':
        return expression.value;
      case 'id':
        return this.of(expression.id, expression.at);
      case 'list':
        return expression.items.flatMap((item) => this.#listed(item));
      case 'negation':
        return negated(this.#evaluate(expression.operand));
      case 'operation': {
        const { operator, at } = expression;
        const [left, right] = [this.#evaluate(expression.left), this.#evaluate(expression.right)];
        const { mixedLogic, operandGaps } = this.reading;
        if (
          mixedLogic === 'refused' &&
          isLogical(operator) &&
          (typeof left === 'number') !== (typeof right === 'number')
        ) {
          throw new MathError(`a scalar ${operator} a time series is refused`, at);
        }
        const result = operate(operator, left, right, operandGaps);
        if (result === undefined) throw new MathError('the two arrays are not of the same length', expression.at);
        return result;
      }
      case 'call':
        return this.#call(expression);
      default:
        throw new MathError(
          `'${expression.is === 'word' ? expression.word : expression.text}' is no value`,
          expression.at,
        );
    }
  }

  #listed(item: Expression): Series | readonly Series[] {
    const value = this.#evaluate(item);
    if (isSeries(value) || isList(value)) return value;
    throw new MathError('an array holds time series, no scalars', 'at' in item ? item.at : 0);
  }

  #call({ name, args, at }: Expression & { is: 'call' }): Value {
    if (NOT_HERE.includes(name)) throw new NotModelled(`The function ${name}`);
    const calendar = CALENDAR[name];
    if (calendar !== undefined) {
      this.looksAtClock = true;
      this.#arguments(name, args, at, 1, 1).series(0);
      return Float64Array.from({ length: this.inputs.length }, (_, index) => calendar(this.inputs.startOf(index)));
    }
    if (name === 'METRICS') return this.#metrics(this.#arguments(name, args, at, 0, 1));
    if (name === 'PERIOD') return this.#period(this.#arguments(name, args, at, 1, 1));
    if (name === 'ANOMALY_DETECTION_BAND') return this.#band(this.#arguments(name, args, at, 1, 2));
    const known = FUNCTIONS[name];
    if (known === undefined) throw new MathError(`there is no function ${name}`, at);
    const given = this.#arguments(name, args, at, known.from, known.to);
    if (known.looksAround?.(given)) this.looksAround = true;
    return known.apply(given);
  }

  #metrics(args: Arguments): Value {
    const filter = args.raw(0);
    if (filter !== undefined && filter.is !== 'text') args.fail('METRICS takes a text in quotes, or nothing');
    const part = filter?.is === 'text' ? filter.text : '';
    const wanted = this.queries.filter(({ metric, id }) => metric !== undefined && id.includes(part));
    return wanted.map(({ id }) => this.inputs.metric(id));
  }

  #period(args: Arguments): Value {
    const metric = args.raw(0);
    if (metric?.is !== 'id' || !this.#isMetric(metric.id)) args.fail('PERIOD takes a metric, no expression');
    return this.inputs.periodSeconds;
  }

  #band(args: Arguments): Value {
    const metric = args.raw(0);
    if (metric?.is !== 'id' || !this.#isMetric(metric.id)) throw new NotModelled('The band of an expression');
    const width = args.count === 2 ? args.scalar(1) : DEFAULT_WIDTH;
    const band = this.inputs.band(metric.id, width);
    if (band === undefined) throw new NotModelled(`A band of '${metric.id}' that nobody recorded`);
    return band;
  }

  #arguments(name: string, args: readonly Expression[], at: number, from: number, to: number): Arguments {
    if (args.length < from || args.length > to) {
      const wanted = from === to ? `${from}` : `${from} to ${to}`;
      throw new MathError(`${name} takes ${wanted} argument${to === 1 ? '' : 's'}, not ${args.length}`, at);
    }
    const values: Value[] = [];
    const fail = (message: string): never => {
      throw new MathError(message, at);
    };
    const value = (index: number): Value => {
      values[index] ??= this.#evaluate(args[index] as Expression);
      return values[index];
    };
    const wrong = (index: number, wanted: string): never =>
      fail(`${name} takes ${wanted} here, not ${typeOf(value(index))}`);
    return {
      count: args.length,
      frame: this.inputs,
      reading: this.reading,
      raw: (index) => args[index],
      fail,
      value,
      series: (index) => {
        const found = value(index);
        return isSeries(found) ? found : wrong(index, 'a time series');
      },
      list: (index) => {
        const found = value(index);
        return isList(found) ? found : wrong(index, 'an array of time series');
      },
      scalar: (index) => {
        const found = value(index);
        return typeof found === 'number' ? found : wrong(index, 'a scalar');
      },
      word: (index, words) => {
        const found = args[index] as Expression;
        if (found.is === 'word' && words.includes(found.word)) return found.word;
        return fail(`${name} takes ${words.join(' or ')} here`);
      },
    };
  }
}
