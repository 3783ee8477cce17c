import type { IMetric, MetricConfig } from 'aws-cdk-lib/aws-cloudwatch';
import type { Candidate, Condition, Reading, Rule } from './rule';
import type { RuleOptions } from './rule-options';

/** Applies what users changed. Undefined: the rule is off. */
export function tune({ rule, on }: Candidate, options: RuleOptions = {}): Rule | undefined {
  const asked = options.enabled ?? (on || options.threshold !== undefined);
  if (!asked) return undefined;
  const threshold = options.threshold ?? rule.threshold;
  if (threshold === undefined) {
    throw new Error(
      `rule '${rule.id}' has no threshold that anybody could guess: give one, in ${rule.unit}, to switch it on.`,
    );
  }
  const keepsItsPast = rule.lookBack !== undefined && options.metric === undefined;
  if (keepsItsPast && (options.period !== undefined || options.evaluationPeriods !== undefined)) {
    throw new Error(
      `rule '${rule.id}' compares with its own past, in periods of ${rule.periodMinutes} minutes: change 'threshold' or 'datapointsToAlarm', or give another 'metric', but neither 'period' nor 'evaluationPeriods'.`,
    );
  }
  const of = options.evaluationPeriods ?? rule.datapoints[1];
  const breaching = options.datapointsToAlarm ?? (options.evaluationPeriods === undefined ? rule.datapoints[0] : of);
  return {
    ...rule,
    ...(options.metric === undefined ? {} : replaced(options.metric)),
    severity: options.severity ?? rule.severity,
    threshold,
    datapoints: [breaching, of],
    periodMinutes: options.period ? options.period.toSeconds() / 60 : rule.periodMinutes,
    missing: options.treatMissingData ?? rule.missing,
  };
}

/** What falls away with a metric that is replaced. */
const WITHOUT_ITS_MATH = {
  helpers: undefined,
  expression: undefined,
  lookBack: undefined,
  lowSamples: undefined,
} as const;

function replaced(metric: IMetric): Pick<Condition, 'metrics' | 'helpers' | 'expression' | 'lookBack' | 'lowSamples'> {
  const config = metric.toMetricConfig();
  if (config.metricStat !== undefined) return { ...WITHOUT_ITS_MATH, metrics: { m: reading(config) } };
  const metrics: Record<string, Reading> = {};
  const expression = flatten(config, metrics);
  return { ...WITHOUT_ITS_MATH, metrics, expression };
}

/** Inlines nested expressions, since one alarm may return only one. */
function flatten(config: MetricConfig, metrics: Record<string, Reading>): string {
  const math = config.mathExpression;
  if (math === undefined) throw new Error("'metric' is neither a metric nor an expression.");
  return Object.entries(math.usingMetrics).reduce((expression, [id, used]) => {
    const inner = used.toMetricConfig();
    if (inner.metricStat !== undefined) {
      metrics[id] = reading(inner);
      return expression;
    }
    return expression.replace(new RegExp(`\\b${id}\\b`, 'g'), `(${flatten(inner, metrics)})`);
  }, math.expression);
}

function reading(config: MetricConfig): Reading {
  const stat = config.metricStat;
  if (stat === undefined) throw new Error("'metric' is neither a metric nor an expression.");
  const dimensions = Object.fromEntries((stat.dimensions ?? []).map(({ name, value }) => [name, String(value)]));
  return { namespace: stat.namespace, name: stat.metricName, statistic: stat.statistic, dimensions, complete: true };
}
