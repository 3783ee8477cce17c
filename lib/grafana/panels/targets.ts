import type { JsonObject } from '../../rehearsal/assembly/json';
import type { MetricRow } from '../../rehearsal/assembly/metric-rows';
import { isInsights } from '../../rehearsal/simulator/insights';
import { CLOUDWATCH } from '../model';

/** Enumerations of the CloudWatch data source. */
const SEARCH = 0;
const QUERY = 1;
const BUILDER = 0;
const CODE = 1;

/** A row of a widget as a query of the CloudWatch data source. */
export function targetOf(row: MetricRow, index: number, region: string): JsonObject {
  const { id, metric, expression, label, periodSeconds, isHidden } = row;
  return {
    refId: refIdOf(index),
    datasource: { ...CLOUDWATCH },
    id: /^[a-z]\w*$/.test(id) ? id : `row${index}`,
    queryMode: 'Metrics',
    metricQueryType: isQuery(expression) ? QUERY : SEARCH,
    region,
    ...(label !== undefined && { label }),
    ...(isHidden && { hide: true }),
    period: String(periodSeconds),
    ...(metric === undefined
      ? {
          metricEditorMode: CODE,
          namespace: '',
          ...(isQuery(expression) ? { sqlExpression: expression } : { expression: expression ?? '' }),
        }
      : {
          metricEditorMode: BUILDER,
          namespace: metric.namespace,
          metricName: metric.name,
          dimensions: metric.dimensions,
          matchExact: true,
          statistic: metric.statistic,
          ...(metric.accountId !== undefined && { accountId: metric.accountId }),
        }),
  };
}

/** Of Metrics Insights, which the data source has apart from metric math. */
const isQuery = (expression = ''): boolean => isInsights(expression);

/** A, B, …, Z, A1, B1, … */
export const refIdOf = (index: number): string =>
  `${String.fromCharCode(65 + (index % 26))}${index < 26 ? '' : Math.floor(index / 26)}`;
