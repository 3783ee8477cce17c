import { type Labels, METRIC_NAME } from '../labels';
import type { Call, Expression, RangeSelector, Selector, Subquery } from '../promql/expression';
import { indexAt, type Point, type Sample, type SeriesStore } from '../series';
import { aggregate } from './aggregate';
import { histogramQuantile } from './histogram';
import { labelsOfAbsent, ofValues } from './instant-functions';
import { operate } from './operate';
import { overRange, predictLinear, quantileOverTime } from './range-functions';
import { distinct, type Element, mapped, type Range, type RangeElement, type Value } from './value';

export interface EvaluationOptions {
  /** How old the last sample of a series may be. @default - five minutes, as Prometheus's own */
  readonly lookback?: number;
  /** The step of subqueries without one. @default - one minute */
  readonly interval?: number;
}

const MINUTE = 60_000;

/**
 * Evaluates an expression at a time in milliseconds, as Prometheus 2.42 does.
 *
 * @throws EvaluationError where Prometheus would refuse to
 */
export function evaluatePromQl(
  expression: Expression,
  time: number,
  store: SeriesStore,
  { lookback = 5 * MINUTE, interval = MINUTE }: EvaluationOptions = {},
): Value {
  return new Evaluation(store, lookback, interval).value(expression, time);
}

class Evaluation {
  public constructor(
    private readonly store: SeriesStore,
    private readonly lookback: number,
    private readonly interval: number,
  ) {}

  public value(expression: Expression, time: number): Value {
    switch (expression.kind) {
      case 'number':
      case 'string':
        return expression.value;
      case 'selector':
        return this.#instant(expression, time).map(({ labels, sample }) => ({ labels, value: sample.value }));
      case 'call':
        return checked(this.#call(expression, time));
      case 'negation': {
        const value = this.value(expression.of, time);
        return typeof value === 'number' ? -value : distinct(mapped(value as readonly Element[], (each) => -each));
      }
      case 'aggregation': {
        const { operator, of, parameter, grouping } = expression;
        const given = parameter === undefined ? undefined : (this.value(parameter, time) as number | string);
        return checked(aggregate(operator, this.#vector(of, time), grouping, given));
      }
      case 'binary':
        return checked(operate(expression, this.value(expression.left, time), this.value(expression.right, time)));
      case 'range':
      case 'subquery':
        throw new TypeError('a range is evaluated by the function that takes it');
    }
  }

  #vector = (expression: Expression, time: number): readonly Element[] =>
    this.value(expression, time) as readonly Element[];

  #call({ name, args }: Call, time: number): Value {
    const [first, second] = args as [Expression, Expression];
    switch (name) {
      case 'absent':
        return this.#vector(first, time).length > 0 ? [] : [{ labels: labelsOfAbsent(first), value: 1 }];
      case 'absent_over_time':
        return this.#range(first, time).elements.length > 0 ? [] : [{ labels: labelsOfAbsent(first), value: 1 }];
      case 'histogram_quantile':
        return histogramQuantile(this.value(first, time) as number, this.#vector(second, time));
      case 'quantile_over_time':
        return quantileOverTime(this.value(first, time) as number, this.#range(second, time));
      case 'predict_linear':
        return predictLinear(this.#range(first, time), this.value(second, time) as number);
      case 'timestamp':
        return this.#timestamps(first, time);
      default:
    }
    if (first?.kind === 'range' || first?.kind === 'subquery')
      return overRange(name, this.#range(first, time)) as Element[];
    return ofValues(
      name,
      args.map((arg) => this.value(arg, time)),
      time,
    ) as Value;
  }

  /** Of a metric, when its sample was taken; of anything else, when it is evaluated. */
  #timestamps(of: Expression, time: number): Element[] {
    if (of.kind !== 'selector') return mapped(this.#vector(of, time), () => time / 1000);
    return this.#instant(of, time).map(({ labels, sample }) => ({
      labels: labels.without([METRIC_NAME]),
      value: sample.time / 1000,
    }));
  }

  #instant(selector: Selector, time: number): { readonly labels: Labels; readonly sample: Point }[] {
    const at = time - selector.offset;
    return this.store.select(selector).flatMap(({ labels, samples }) => {
      const sample = samples[indexAt(samples, at)];
      if (sample === undefined || !isPoint(sample) || sample.time < at - this.lookback) return [];
      return [{ labels, sample }];
    });
  }

  #range(expression: Expression, time: number): Range {
    return expression.kind === 'subquery'
      ? this.#subquery(expression, time)
      : this.#samples(expression as RangeSelector, time);
  }

  /** Both bounds belong to it. */
  #samples({ selector, range }: RangeSelector, time: number): Range {
    const end = time - selector.offset;
    const start = end - range;
    const elements = this.store.select(selector).flatMap(({ labels, samples }): RangeElement[] => {
      const points = samples.slice(indexAt(samples, start - 1) + 1, indexAt(samples, end) + 1).filter(isPoint);
      return points.length === 0 ? [] : [{ labels, points }];
    });
    return { elements, start, end, time };
  }

  /** Evaluated at the multiples of its step. */
  #subquery({ of, range, step = this.interval, offset }: Subquery, time: number): Range {
    const end = time - offset;
    const start = end - range;
    const series = new Map<string, { readonly labels: Labels; readonly points: Point[] }>();
    for (let at = Math.ceil(start / step) * step; at <= end; at += step) {
      for (const { labels, value } of this.#vector(of, at)) {
        const known = series.get(labels.key) ?? { labels, points: [] };
        known.points.push({ time: at, value });
        series.set(labels.key, known);
      }
    }
    return { elements: [...series.values()], start, end, time };
  }
}

const isPoint = (sample: Sample): sample is Point => sample.value !== null;

const checked = (value: Value): Value => (typeof value === 'object' ? distinct(value) : value);
