import type { CfnAlarm, CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import { type Fleet, fleetQuery } from '../rules/fleet';
import type { Comparison, Condition, MetricStatistic } from '../rules/rule';

const OPERATORS: Record<Comparison, string> = {
  '>=': 'GreaterThanOrEqualToThreshold',
  '>': 'GreaterThanThreshold',
  '<=': 'LessThanOrEqualToThreshold',
  '<': 'LessThanThreshold',
};
const PERCENTILE = /^(p|tm|tc|ts|wm|pr|iqm)/i;

export type Dimensions = Readonly<Record<string, string>>;

/** What CloudWatch evaluates: the part of an alarm's properties that a condition determines. */
export function evaluationOf(
  condition: Condition,
  resource: Dimensions,
  fleet?: Fleet,
): CfnAlarmProps & { comparisonOperator: string } {
  const [breaching, of] = condition.datapoints;
  const periods = {
    evaluationPeriods: condition.lookBack ?? of,
    datapointsToAlarm: breaching,
    treatMissingData: condition.missing,
  };
  if (condition.band !== undefined) return { ...periods, ...expected(condition, condition.band, resource) };
  return {
    ...periods,
    comparisonOperator: OPERATORS[condition.is],
    threshold: condition.threshold,
    ...(fleet !== undefined
      ? { metrics: [queried(condition, fleet)] }
      : condition.expression === undefined
        ? single(condition, resource)
        : { metrics: math(condition, resource) }),
  };
}

/** Outside of what CloudWatch expects. Both the value and its band are returned. */
function expected(condition: Condition, band: number, resource: Dimensions) {
  const all = math({ ...condition, expression: condition.expression ?? Object.keys(condition.metrics)[0] }, resource);
  // of a metric alone, the metric itself
  const queries = condition.expression === undefined ? all.slice(0, -1) : all;
  const value = queries.at(-1) as CfnAlarm.MetricDataQueryProperty;
  const isAbove = condition.is.startsWith('>');
  return {
    comparisonOperator: condition.outside
      ? 'LessThanLowerOrGreaterThanUpperThreshold'
      : isAbove
        ? 'GreaterThanUpperThreshold'
        : 'LessThanLowerThreshold',
    thresholdMetricId: 'expected',
    metrics: [
      ...queries.slice(0, -1),
      { ...value, returnData: true, label: condition.label },
      { id: 'expected', expression: `ANOMALY_DETECTION_BAND(${value.id}, ${band})`, returnData: true },
    ],
  };
}

function single(condition: Condition, resource: Dimensions) {
  const [metric] = Object.values(condition.metrics);
  if (metric === undefined) throw new Error(`'${condition.label}' has no metric.`);
  return {
    namespace: metric.namespace,
    metricName: metric.name,
    dimensions: dimensionsOf(metric, resource),
    period: condition.periodMinutes * 60,
    ...(PERCENTILE.test(metric.statistic) ? { extendedStatistic: metric.statistic } : { statistic: metric.statistic }),
  };
}

function math(condition: Condition, resource: Dimensions): CfnAlarm.MetricDataQueryProperty[] {
  const inputs = Object.entries(condition.metrics).map(([id, metric]) => ({
    id,
    returnData: false,
    metricStat: {
      metric: { namespace: metric.namespace, metricName: metric.name, dimensions: dimensionsOf(metric, resource) },
      period: condition.periodMinutes * 60,
      stat: metric.statistic,
    },
  }));
  const helpers = Object.entries(condition.helpers ?? {}).map(([id, expression]) => ({
    id,
    expression,
    returnData: false,
  }));
  // returnData is true by default
  return [...inputs, ...helpers, { id: 'result', expression: condition.expression, label: condition.label }];
}

const queried = (condition: Condition, fleet: Fleet): CfnAlarm.MetricDataQueryProperty => ({
  id: 'result',
  expression: fleetQuery(condition, fleet),
  label: condition.label,
  period: condition.periodMinutes * 60,
});

/** The complete dimensions of a metric on a resource, in the order in which AWS documents them. */
export function dimensionsOf(metric: MetricStatistic, resource: Dimensions): { name: string; value: string }[] {
  const all = metric.complete ? metric.dimensions : { ...resource, ...metric.dimensions };
  return Object.entries(all ?? {}).map(([name, value]) => ({ name, value }));
}
