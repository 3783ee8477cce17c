import type { IMetric, MetricConfig } from 'aws-cdk-lib/aws-cloudwatch';
import { documented, PAGES } from './grounds';
import type { Candidate, Condition, MetricStatistic, OpenRule, Rule } from './rule';
import type { RuleOptions } from './rule-options';

/**
 * Applies what users changed. Undefined: the rule is off.
 *
 * @param baselines whether all baseline rules are asked for
 */
export function tune(candidate: Candidate, options: RuleOptions = {}, baselines = false): Rule | undefined {
  const { rule, on, baseline } = candidate;
  const asked =
    options.enabled ?? (on || (baseline && baselines) || options.threshold !== undefined || options.band !== undefined);
  if (!asked) return undefined;
  if (options.band !== undefined) return withBand(rule, options.band, options);
  const threshold = options.threshold ?? rule.threshold;
  if (threshold === undefined) {
    throw new Error(`rule '${rule.id}' has no default threshold: give one, in ${rule.unit}, to switch it on.`);
  }
  const keepsItsPast = rule.lookBack !== undefined && options.metric === undefined;
  if (keepsItsPast && (options.period !== undefined || options.evaluationPeriods !== undefined)) {
    throw new Error(
      `rule '${rule.id}' compares with its own past, in periods of ${rule.periodMinutes} minutes: change 'threshold' or 'datapointsToAlarm', or give another 'metric', but neither 'period' nor 'evaluationPeriods'.`,
    );
  }
  return { ...changed(rule, options), threshold };
}

/** What a rule is after changes other than those of the number that it compares with. */
function changed(rule: OpenRule, options: RuleOptions): OpenRule {
  const of = options.evaluationPeriods ?? rule.datapoints[1];
  const breaching = options.datapointsToAlarm ?? (options.evaluationPeriods === undefined ? rule.datapoints[0] : of);
  return {
    ...rule,
    ...(options.metric === undefined ? {} : measuredBy(options.metric)),
    severity: options.severity ?? rule.severity,
    datapoints: [breaching, of],
    periodMinutes: options.period ? options.period.toSeconds() / 60 : rule.periodMinutes,
    missing: options.treatMissingData ?? rule.missing,
  };
}

/** CloudWatch compares with the past itself, so the rule's own comparison no longer applies. */
function withBand(rule: OpenRule, band: number, options: RuleOptions): Rule {
  if (options.threshold !== undefined) {
    throw new Error(`rule '${rule.id}' is given both a 'threshold' and a 'band': give one of them.`);
  }
  const comparesWithPast = rule.lookBack !== undefined && options.metric === undefined;
  const { m } = rule.metrics;
  const banded = comparesWithPast && m && rule.banded ? { ...WITHOUT_ITS_MATH, ...rule.banded, metrics: { m } } : {};
  return {
    ...changed({ ...rule, ...banded }, options),
    threshold: 0,
    band,
    ground: documented(PAGES.anomalyDetection),
  };
}

/** What no longer applies when the metric is replaced. */
const WITHOUT_ITS_MATH = {
  helpers: undefined,
  expression: undefined,
  lookBack: undefined,
} as const;

/** What a metric or an expression of the user's measures, in the form of a rule. */
export function measuredBy(metric: IMetric): Pick<Condition, 'metrics' | 'helpers' | 'expression' | 'lookBack'> {
  const config = metric.toMetricConfig();
  if (config.metricStat !== undefined) return { ...WITHOUT_ITS_MATH, metrics: { m: statisticOf(config) } };
  const metrics: Record<string, MetricStatistic> = {};
  const expression = flatten(config, metrics);
  return { ...WITHOUT_ITS_MATH, metrics, expression };
}

/** Inlines nested expressions, since one alarm may return only one. */
function flatten(config: MetricConfig, metrics: Record<string, MetricStatistic>): string {
  const math = config.mathExpression;
  if (math === undefined) throw new Error("'metric' is neither a metric nor an expression.");
  return Object.entries(math.usingMetrics).reduce((expression, [id, used]) => {
    const inner = used.toMetricConfig();
    if (inner.metricStat !== undefined) {
      metrics[id] = statisticOf(inner);
      return expression;
    }
    return expression.replace(new RegExp(`\\b${id}\\b`, 'g'), `(${flatten(inner, metrics)})`);
  }, math.expression);
}

function statisticOf(config: MetricConfig): MetricStatistic {
  const stat = config.metricStat;
  if (stat === undefined) throw new Error("'metric' is neither a metric nor an expression.");
  const dimensions = Object.fromEntries((stat.dimensions ?? []).map(({ name, value }) => [name, String(value)]));
  return { namespace: stat.namespace, name: stat.metricName, statistic: stat.statistic, dimensions, complete: true };
}
