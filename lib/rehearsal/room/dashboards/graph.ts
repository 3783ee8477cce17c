import type { JsonObject } from '../../assembly/json';
import { type MetricRow, metricRows } from '../../assembly/metric-rows';
import { unitOf } from '../../assembly/metric-units';
import { isInsights, parseInsights } from '../../simulator/insights';
import { seriesOf } from '../../simulator/insights-series';
import { MathError, parseExpression } from '../../simulator/math/expression';
import { compile } from '../../simulator/math/program';
import { isSeries, type Series } from '../../simulator/math/value';
import type { MetricStore } from '../../simulator/metric-store';
import { MISSING } from '../../simulator/missing';
import { type Metric, type MetricIdentity, NotModelled, type Query } from '../../simulator/model';
import type { Periods } from '../../simulator/periods';
import { statisticsOfUnits } from '../../simulator/statistics-over-periods';
import type { Graph, Line } from '../protocol';
import { labelOf } from './labels';
import { valuesOf } from './period-values';
import { parseSearch } from './search';

/** From a time up to another, seconds since 1970. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What a graph is drawn from. */
interface Source {
  readonly store: MetricStore;
  readonly range: Range;
  /** The period that all metrics have at least, since the range is long. */
  readonly leastPeriod: number;
}

const HOUR = 3600;
/** At most so many lines of one search, as CloudWatch has it. */
const MOST_FOUND = 100;

/** Evaluates a graph's metrics, expressions and searches over a range of time. */
export function graphOf(properties: JsonObject, source: Source): Graph {
  const rows = metricRows(properties).flatMap((row) => withFound(row, source));
  const drawn = rows.filter(({ isHidden }) => !isHidden);
  const problems: string[] = [];
  const lines = drawn.flatMap((row) => {
    try {
      return linesOf(row, rows, source);
    } catch (error) {
      if (!(error instanceof NotModelled || error instanceof MathError)) throw error;
      problems.push(`${row.label ?? row.expression ?? row.id}: ${error.message}`);
      return [];
    }
  });
  if (rows.length === 0) problems.push('This widget has no metrics.');
  return { from: source.range.from, to: source.range.to, lines, problems };
}

function linesOf(row: MetricRow, rows: readonly MetricRow[], source: Source): readonly Line[] {
  const { expression, metric } = row;
  if (metric !== undefined) {
    const periods = alignedPeriods(source, row.periodSeconds);
    return [lineOf(row, periods, valuesOf(metric, source.store, periods), metric)];
  }
  if (isInsights(expression as string)) return queried(row, source);
  const search = searchIn(expression as string);
  return search === undefined ? computed(row, rows, source) : searched(row, search, source);
}

function lineOf(row: MetricRow, periods: Periods, values: Series, metric?: Metric): Line {
  return {
    label: labelOf(row, values, metric),
    color: row.color,
    axis: row.axis,
    unit: metric === undefined ? undefined : unitOf(metric),
    start: periods.startOf(0),
    periodSeconds: periods.seconds,
    values: Array.from(values, (value) => (Number.isFinite(value) ? value : null)),
  };
}

interface Search {
  readonly text: string;
  readonly statistic: string;
  readonly periodSeconds?: number;
  /** Of the lines that it finds: which come first, and how many are drawn. */
  readonly arrange: (lines: readonly Line[]) => readonly Line[];
}

const SORTED_BY: Readonly<Record<string, (values: readonly number[]) => number>> = {
  MAX: (values) => values.reduce((one, other) => Math.max(one, other), -Infinity),
  MIN: (values) => values.reduce((one, other) => Math.min(one, other), Infinity),
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
};

/** The search that an expression is as a whole, or that it sorts. */
function searchIn(text: string): Search | undefined {
  const [, inner, by = '', order, most] = /^SORT\((SEARCH\(.*\)), *(\w+), *(ASC|DESC)(?:, *(\d+))?\)$/.exec(text) ?? [];
  const measure = SORTED_BY[by];
  if (inner === undefined || measure === undefined) return plainSearchIn(text, (lines) => lines);
  const key = ({ values }: Line): number => measure(values.flatMap((value) => value ?? []));
  const sign = order === 'ASC' ? 1 : -1;
  return plainSearchIn(inner, (lines) =>
    lines
      .toSorted((one, other) => sign * (key(one) - key(other)))
      .slice(0, most === undefined ? undefined : Number(most)),
  );
}

/** The text of that search. */
export const searchTextIn = (expression: string): string | undefined => searchIn(expression)?.text;

function plainSearchIn(text: string, arrange: Search['arrange']): Search | undefined {
  const expression = parseExpression(text);
  if (expression.is !== 'call' || expression.name !== 'SEARCH') return undefined;
  const [search, statistic, period] = expression.args;
  if (search?.is !== 'text' || statistic?.is !== 'text') throw new NotModelled(`The search '${text}'`);
  return {
    text: search.text,
    statistic: statistic.text,
    periodSeconds: period?.is === 'number' ? period.value : undefined,
    arrange,
  };
}

/** With the metrics that searches within its expression find, of which it is computed then. */
function withFound(row: MetricRow, { store }: Source): MetricRow[] {
  const { expression } = row;
  if (expression === undefined || !/\bSEARCH\(/.test(expression) || isSearch(expression)) return [row];
  const found: MetricRow[] = [];
  const text = searchesIn(expression).reduce((rest, search) => {
    const parsed = plainSearchIn(search, (lines) => lines);
    if (parsed === undefined) return rest;
    const rows = foundBy(parsed.text, store)
      .slice(0, MOST_FOUND)
      .map((identity, index) => ({
        ...row,
        id: `${row.id}found${found.length + index}`,
        expression: undefined,
        metric: { ...identity, statistic: parsed.statistic },
        periodSeconds: parsed.periodSeconds ?? row.periodSeconds,
        isHidden: true,
      }));
    found.push(...rows);
    return rest.replace(search, () => `[${rows.map(({ id }) => id).join(', ')}]`);
  }, expression);
  return [...found, { ...row, expression: text, label: row.label ?? expression }];
}

function isSearch(expression: string): boolean {
  try {
    return searchIn(expression) !== undefined;
  } catch {
    // what is wrong with it is said where it is drawn
    return true;
  }
}

/** The calls of SEARCH within an expression, as they are written. */
function searchesIn(expression: string): string[] {
  return [...expression.matchAll(/\bSEARCH\(/g)].flatMap(({ index }) => {
    let quote: string | undefined;
    for (let at = index; at < expression.length; at++) {
      const sign = expression[at] as string;
      if (quote !== undefined) quote = sign === quote ? undefined : quote;
      else if (sign === "'") quote = sign;
      else if (sign === ')') return [expression.slice(index, at + 1)];
    }
    return [];
  });
}

function searched(row: MetricRow, search: Search, source: Source): readonly Line[] {
  const periods = alignedPeriods(source, search.periodSeconds ?? row.periodSeconds);
  const lines = foundBy(search.text, source.store)
    .slice(0, MOST_FOUND)
    .map((identity) => {
      const metric = { ...identity, statistic: search.statistic };
      return lineOf(row, periods, valuesOf(metric, source.store, periods), metric);
    });
  return search.arrange(lines);
}

/** The series of a query of Metrics Insights, in its order. */
function queried(row: MetricRow, source: Source): readonly Line[] {
  const query = parseInsights(row.expression as string);
  const periods = alignedPeriods(source, row.periodSeconds);
  const { statistic, orderBy, limit = MOST_FOUND } = query;
  const found = [...seriesOf(query, source.store).values()].map(({ attributes, samples }) => {
    const metric = { namespace: query.namespace, name: query.name, dimensions: attributes, statistic };
    const values = statisticsOfUnits([samples], statistic, periods);
    const label = row.label ?? Object.values(attributes).join(' ');
    return { line: lineOf({ ...row, label }, periods, values, metric), rank: rankOf(values) };
  });
  const sign = orderBy?.isDescending ? -1 : 1;
  if (orderBy !== undefined) found.sort((one, other) => sign * (one.rank - other.rank));
  return found.slice(0, limit).map(({ line }) => line);
}

/** The highest value. */
const rankOf = (values: Series): number =>
  values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, value) : most), -Infinity);

function foundBy(text: string, store: MetricStore): MetricIdentity[] {
  const matches = parseSearch(text);
  return store.metrics.filter(matches);
}

/** An expression has the longest period of what it is computed from. */
function computed(row: MetricRow, rows: readonly MetricRow[], source: Source): Line[] {
  const queries: Query[] = rows.map(({ id, metric, expression }) => ({
    id,
    metric,
    expression,
    returned: id === row.id,
  }));
  const inputs = rows.filter(
    ({ id, metric }) => metric !== undefined && new RegExp(`\\b${id}\\b`).test(row.expression ?? ''),
  );
  const periods = alignedPeriods(
    source,
    Math.max(...(inputs.length > 0 ? inputs : [row]).map((each) => each.periodSeconds)),
  );
  const value = compile(queries.filter(isNeeded(row, rows)), [row.id]).evaluate(row.id, {
    length: periods.length,
    periodSeconds: periods.seconds,
    startOf: periods.startOf,
    metric: (id) => {
      const metric = rows.find((each) => each.id === id)?.metric;
      return metric === undefined
        ? new Float64Array(periods.length).fill(MISSING)
        : valuesOf(metric, source.store, periods);
    },
    insights: () => {
      throw new NotModelled('Metric math on a query of Metrics Insights in a graph');
    },
    band: (id) => {
      const metric = rows.find((each) => each.id === id)?.metric;
      const band = metric && source.store.band(metric);
      return (
        band && [
          statisticsOfUnits([band.upper], 'Average', periods),
          statisticsOfUnits([band.lower], 'Average', periods),
        ]
      );
    },
  });
  if (typeof value === 'number') return [];
  if (isSeries(value)) return [lineOf(row, periods, value)];
  return value.map((series, index) =>
    lineOf({ ...row, label: `${row.label ?? row.expression} ${index + 1}` }, periods, series),
  );
}

/** Expressions of other lines that cannot be evaluated do not matter here. */
function isNeeded(row: MetricRow, rows: readonly MetricRow[]): (query: Query) => boolean {
  const needed = new Set([row.id]);
  const follow = (expression = ''): void => {
    for (const { id, expression: next, metric } of rows) {
      const isNamed =
        new RegExp(`\\b${id}\\b`).test(expression) || (metric !== undefined && /\bMETRICS\(/.test(expression));
      if (!isNamed || needed.has(id)) continue;
      needed.add(id);
      follow(next);
    }
  };
  follow(row.expression);
  return ({ id }) => needed.has(id);
}

/** Whole periods within the range: on a graph they begin at multiples of their length. */
function alignedPeriods({ range, leastPeriod }: Source, wanted: number): Periods {
  const seconds = Math.max(wanted, leastPeriod);
  const first = Math.ceil(range.from / seconds) * seconds;
  // a day or an hour that is not over yet is shown, as data of the day before would say little
  const whole = seconds >= HOUR ? Math.ceil : Math.floor;
  const length = Math.max(0, whole((range.to - first) / seconds));
  const startOf = (index: number): number => first + index * seconds;
  return {
    length,
    seconds,
    stride: 1,
    first: 0,
    every: 1,
    startOf,
    endOf: (index) => startOf(index + 1),
    evaluatedAt: (index) => startOf(index + 1),
    unitSeconds: seconds,
  };
}
