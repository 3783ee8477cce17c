import type { Condition, Rule } from './rule';

/** Resources of one kind that one query of Metrics Insights watches: each is a contributor of the alarm. */
export interface Fleet {
  /** The dimension that names each. */
  readonly dimension: string;
  /** Those of the account and region that the query leaves out. */
  readonly except: readonly Excepted[];
}

interface Excepted {
  readonly name: string;
  /** The most that its name has at deployment. */
  readonly characters: number;
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  Average: 'AVG',
  Maximum: 'MAX',
  Minimum: 'MIN',
  SampleCount: 'COUNT',
  Sum: 'SUM',
};

const PERCENT = '100 * m';

/** A rule as a query can have it: the result is a metric itself, and a percentage a fraction. */
export const inFleet = ({ expression, ...rule }: Rule): Rule =>
  expression === PERCENT ? { ...rule, threshold: rule.threshold / 100, unit: 'fraction' } : { ...rule, expression };

/** Why no query can measure what a rule does; undefined if one can. */
export function whyNoQuery({ metrics, expression, helpers, band }: Rule): string | undefined {
  const [metric, ...others] = Object.values(metrics);
  if (metric?.complete) return "the metric of a fleet's rule cannot be replaced; change its 'threshold'";
  if (band !== undefined) return "a fleet has no band of expected values; give a 'threshold'";
  if (metric === undefined || others.length > 0 || helpers !== undefined || expression !== undefined) {
    return 'a fleet is watched by one metric, without metric math; give a single metric';
  }
  if (FUNCTIONS[metric.statistic] === undefined) {
    return `a fleet has no statistic ${metric.statistic}; it takes ${Object.keys(FUNCTIONS).join(', ')}`;
  }
  return undefined;
}

type Measured = Pick<Condition, 'metrics' | 'is'>;

/**
 * The query that an alarm returns, or, with a limit, the one that a graph draws. The series that are nearest to ALARM come first,
 * since a query returns no more than 500.
 */
export function fleetQuery({ metrics, is }: Measured, { dimension, except }: Fleet, limit?: number): string {
  const [metric] = Object.values(metrics);
  const statistic = FUNCTIONS[metric?.statistic ?? ''];
  if (metric === undefined || statistic === undefined) throw new Error('A query needs a metric with a statistic.');
  const others = except.map(({ name }) => `${dimension} != '${name}'`).join(' AND ');
  return [
    `SELECT ${statistic}(${metric.name}) FROM SCHEMA("${metric.namespace}", ${dimension})`,
    ...(others === '' ? [] : [`WHERE ${others}`]),
    `GROUP BY ${dimension} ORDER BY ${statistic}() ${is.startsWith('>') ? 'DESC' : 'ASC'}`,
    ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
  ].join(' ');
}

/** The most characters that a query has at deployment. */
export const charactersOf = (measured: Measured, fleet: Fleet): number =>
  fleetQuery(measured, {
    ...fleet,
    except: fleet.except.map((each) => ({ ...each, name: ' '.repeat(each.characters) })),
  }).length;
