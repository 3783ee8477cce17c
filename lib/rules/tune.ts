import type { IMetric, MetricConfig } from 'aws-cdk-lib/aws-cloudwatch';
import type { Candidate, Condition, OpenCondition, Reading, Rule } from './rule';
import type { RuleOptions } from './rule-options';

/** Applies what users changed. Undefined: the rule is off. */
export function tune({ rule, on }: Candidate, options: RuleOptions = {}): Rule | undefined {
  const asked = options.enabled ?? (on || options.threshold !== undefined);
  if (!asked) return undefined;
  // a rule with helpers is tuned where its number is: in its first condition
  const [first, ...others] = rule.when;
  const when = [tuneCondition(first, options), ...others];
  const open = when.find((condition) => condition.threshold === undefined);
  if (open !== undefined) {
    throw new Error(
      `rule '${rule.id}' has no threshold that anybody could guess: give one, in ${open.unit}, to switch it on.`,
    );
  }
  return { ...rule, severity: options.severity ?? rule.severity, when: when as unknown as Rule['when'] };
}

function tuneCondition(condition: OpenCondition, options: RuleOptions): OpenCondition {
  const of = options.evaluationPeriods ?? condition.datapoints[1];
  const breaching =
    options.datapointsToAlarm ?? (options.evaluationPeriods === undefined ? condition.datapoints[0] : of);
  return {
    ...condition,
    ...(options.metric === undefined ? {} : replaced(options.metric)),
    threshold: options.threshold ?? condition.threshold,
    datapoints: [breaching, of],
    periodMinutes: options.period ? options.period.toSeconds() / 60 : condition.periodMinutes,
    missing: options.treatMissingData ?? condition.missing,
  };
}

function replaced(metric: IMetric): Pick<Condition, 'metrics' | 'helpers' | 'expression' | 'lowSamples'> {
  const config = metric.toMetricConfig();
  if (config.metricStat !== undefined)
    return { metrics: { m: reading(config) }, helpers: undefined, expression: undefined, lowSamples: undefined };
  const metrics: Record<string, Reading> = {};
  const expression = flatten(config, metrics);
  return { metrics, helpers: undefined, expression, lowSamples: undefined };
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
