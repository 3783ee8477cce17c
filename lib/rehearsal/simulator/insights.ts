import { type MetricIdentity, NotModelled } from './model';
import { own } from './own';
import type { SimpleStatistic } from './statistic';

/** A query of Metrics Insights. */
export interface InsightsQuery {
  readonly statistic: SimpleStatistic;
  readonly namespace: string;
  readonly name: string;
  /** Only metrics with exactly these dimensions. */
  readonly schema?: readonly string[];
  readonly conditions: readonly { readonly key: string; readonly value: string; readonly isEqual: boolean }[];
  /** Dimensions, whose values make a series each. */
  readonly groupBy: readonly string[];
  readonly orderBy?: { readonly statistic: SimpleStatistic; readonly isDescending: boolean };
  readonly limit?: number;
}

/** How far back a query looks, in seconds. */
export const INSIGHTS_WINDOW = 3 * 3600;

export const isInsights = (expression: string): boolean => /^\s*SELECT\s+\w+\s*\(/i.test(expression);

const STATISTICS: Readonly<Record<string, SimpleStatistic>> = {
  AVG: 'Average',
  COUNT: 'SampleCount',
  MAX: 'Maximum',
  MIN: 'Minimum',
  SUM: 'Sum',
};

// a name in double quotes, a value in single ones, a word, or a sign
const TOKEN = /\s*(?:"([^"]*)"|'((?:[^']|'')*)'|([A-Za-z0-9_./:#-]+)|(!=|[=(),]))/y;

interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** @throws NotModelled where it says something that is not known here */
export function parseInsights(text: string): InsightsQuery {
  return new InsightsParser(tokensOf(text), text).query();
}

/** Whether a query looks at a metric. */
export const selects = ({ namespace, name, schema, conditions }: InsightsQuery, metric: MetricIdentity): boolean =>
  metric.namespace === namespace &&
  metric.name === name &&
  (schema === undefined || sameNames(schema, Object.keys(metric.dimensions))) &&
  conditions.every(({ key, value, isEqual }) => (metric.dimensions[key] === value) === isEqual);

/** What a metric has for the dimensions by which a query groups. */
export const attributesOf = ({ groupBy }: InsightsQuery, { dimensions }: MetricIdentity): Record<string, string> =>
  Object.fromEntries(groupBy.map((key) => [key, dimensions[key] ?? 'Other']));

const sameNames = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name) => other.includes(name));

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const match = pattern.exec(text);
    if (match === null) throw new NotModelled(`The query '${text}' of Metrics Insights`);
    const [, name, value, word, sign] = match;
    tokens.push({
      text: name ?? value?.replaceAll("''", "'") ?? word ?? sign ?? '',
      isQuoted: (name ?? value) !== undefined,
    });
  }
  return tokens;
}

class InsightsParser {
  #next = 0;

  public constructor(
    private readonly tokens: readonly Token[],
    private readonly text: string,
  ) {}

  public query(): InsightsQuery {
    this.#expect('SELECT');
    const statistic = this.#statistic();
    this.#expect('(');
    const name = this.#word();
    this.#expect(')');
    this.#expect('FROM');
    const source = this.#source();
    const conditions = this.#take('WHERE') ? this.#separated('AND', () => this.#condition()) : [];
    const groupBy = this.#take('GROUP') ? this.#by(() => this.#separated(',', () => this.#word())) : [];
    const orderBy = this.#take('ORDER') ? this.#by(() => this.#order()) : undefined;
    const limit = this.#take('LIMIT') ? Number(this.#word()) : undefined;
    if (this.#next < this.tokens.length) this.#refuse();
    return { statistic, name, ...source, conditions, groupBy, orderBy, limit };
  }

  #source(): Pick<InsightsQuery, 'namespace' | 'schema'> {
    if (!this.#take('SCHEMA')) return { namespace: this.#word() };
    this.#expect('(');
    const [namespace = '', ...schema] = this.#separated(',', () => this.#word());
    this.#expect(')');
    return { namespace, schema };
  }

  #condition(): InsightsQuery['conditions'][number] {
    const key = this.#word();
    const isEqual = this.#take('=');
    if (!isEqual) this.#expect('!=');
    return { key, value: this.#word(), isEqual };
  }

  #order(): NonNullable<InsightsQuery['orderBy']> {
    const statistic = this.#statistic();
    this.#expect('(');
    this.#expect(')');
    const isDescending = this.#take('DESC');
    if (!isDescending) this.#take('ASC');
    return { statistic, isDescending };
  }

  #by<T>(content: () => T): T {
    this.#expect('BY');
    return content();
  }

  #separated<T>(separator: string, item: () => T): T[] {
    const items = [item()];
    while (this.#take(separator)) items.push(item());
    return items;
  }

  #statistic(): SimpleStatistic {
    return own(STATISTICS, this.#word().toUpperCase()) ?? this.#refuse();
  }

  #word(): string {
    const token = this.tokens[this.#next++];
    return token === undefined || (!token.isQuoted && '(),=!='.includes(token.text)) ? this.#refuse() : token.text;
  }

  #take(keyword: string): boolean {
    const token = this.tokens[this.#next];
    if (token === undefined || token.isQuoted || token.text.toUpperCase() !== keyword) return false;
    this.#next++;
    return true;
  }

  #expect(keyword: string): void {
    if (!this.#take(keyword)) this.#refuse();
  }

  #refuse(): never {
    throw new NotModelled(`The query '${this.text}' of Metrics Insights`);
  }
}
