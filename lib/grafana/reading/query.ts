import type { Expression, Selector } from '../../prometheus/promql/expression';
import { parsePromQl } from '../../prometheus/promql/parse';
import { quoted } from '../quoted';
import { isQueueDepth, type KnownMetric, knownMetric } from './known-metrics';

/** What a panel asks that has no counterpart. */
export class NotImported extends Error {}

/** The metrics of the application that a dashboard is for. */
export interface Application {
  readonly namespace?: string;
  /** That all its metrics have, such as `{ Environment: 'prod' }`. */
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Metric math for a query of Prometheus. */
export interface Line {
  readonly expression: string;
  /** The dimension by which there are several lines. */
  readonly by?: string;
}

const PERIOD = 60;
const AGGREGATES: Readonly<Record<string, string>> = { avg: 'Average', sum: 'Sum', max: 'Maximum', min: 'Minimum' };

/** @throws NotImported */
export function lineOf(text: string, application: Application): Line {
  // Grafana's own intervals are what the period of a widget is
  const written = text.replace(/\$(__rate_interval|__interval|interval)\b|\[\[interval\]\]/g, '5m');
  const { expression, problems } = parsePromQl(written);
  if (expression === undefined) throw new NotImported(`'${text}' is no PromQL: ${problems[0]?.message}`);
  return new Reader(application).line(expression);
}

class Reader {
  public constructor(private readonly application: Application) {}

  public line(expression: Expression): Line {
    const { kind } = expression;
    if (kind === 'number') return { expression: String(expression.value) };
    if (kind === 'selector') return this.#measured(expression, 'Average');
    if (kind === 'aggregation' && expression.parameter === undefined) {
      const statistic = AGGREGATES[expression.operator];
      const { of, grouping } = expression;
      if (statistic !== undefined && of.kind === 'selector' && !grouping.without) {
        const line = this.#measured(of, statistic);
        return grouping.labels.length > 0 ? line : this.#together(expression.operator, line);
      }
      if (statistic !== undefined && of.kind === 'call')
        return grouping.labels.length > 0 ? this.line(of) : this.#together(expression.operator, this.line(of));
    }
    if (kind === 'call' && /^(rate|irate|increase)$/.test(expression.name)) {
      const [range] = expression.args;
      if (range?.kind === 'range') return this.#counted(range.selector, expression.name === 'increase' ? 1 : PERIOD);
    }
    if (kind === 'binary' && /^[-+*/]$/.test(expression.operator)) return this.#computed(expression);
    throw new NotImported('it computes what metric math does not, or on metrics that are not known');
  }

  /** Series of Prometheus are matched by their labels, those of metric math one by one: so sums are compared. */
  #computed({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Line {
    const [one, other] = [this.line(left), this.line(right)];
    if (one.by === undefined || other.by === undefined)
      return { expression: `(${one.expression}) ${operator} (${other.expression})`, by: one.by ?? other.by };
    return { expression: `SUM(${one.expression}) ${operator} SUM(${other.expression})` };
  }

  #together(operator: string, { expression, by }: Line): Line {
    return by === undefined ? { expression } : { expression: `${operator.toUpperCase()}(${expression})` };
  }

  #measured(selector: Selector, statistic: string): Line {
    if (isQueueDepth(selector))
      return {
        expression: `SEARCH('{AWS/SQS,QueueName} MetricName="ApproximateNumberOfMessagesVisible"', 'Maximum', ${PERIOD})`,
        by: 'QueueName',
      };
    const known = this.#known(selector);
    if (known.times === undefined)
      throw new NotImported(`${selector.name} is a counter, whose value itself CloudWatch does not have`);
    return { expression: `${this.#search(known, statistic)} * ${known.times}`, by: known.dimension };
  }

  #counted(selector: Selector, seconds: number): Line {
    const known = this.#known(selector);
    const sum = this.#search(known, 'Sum');
    return { expression: seconds === 1 ? sum : `${sum} / ${seconds}`, by: known.dimension };
  }

  #known(selector: Selector): KnownMetric {
    const known = knownMetric(selector);
    if (known === undefined)
      throw new NotImported(`no ready-made metric is known for ${selector.name ?? 'a metric without a name'}`);
    return known;
  }

  #search({ names, dimension }: KnownMetric, statistic: string): string {
    const { namespace, dimensions } = this.application;
    if (namespace === undefined)
      throw new NotImported('the namespace of the application is not given: add --namespace');
    const schema = [namespace, ...Object.keys(dimensions), dimension].map(quoted).join(',');
    const shared = Object.entries(dimensions).map(([key, value]) => ` ${quoted(key)}=${JSON.stringify(value)}`);
    const named = names.map((name) => JSON.stringify(name)).join(' OR ');
    const found = names.length === 1 ? `MetricName=${named}` : `MetricName=(${named})`;
    return `SEARCH('{${schema}} ${found}${shared.join('')}', '${statistic}', ${PERIOD})`;
  }
}
