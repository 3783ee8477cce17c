import { createHash } from 'node:crypto';
import { Stack, Token } from 'aws-cdk-lib';
import { ComparisonOperator, type IMetric, type MetricConfig, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Severity } from '../contracts/severity';
import type { Part } from '../dashboards/part';
import { documented, PAGES } from '../rules/grounds';
import type { Comparison, Rule } from '../rules/rule';
import { measuredBy } from '../rules/tune';
import { having, listed, NUMBER, oneOf, required, SEVERITY, TEXT } from '../validation/kind';
import { checked, type Fields, list, mistakesIn, object } from '../validation/options';
import { MONITOR_FIELDS, Monitor, type MonitorOptions, type MonitorProps } from './monitor';

/** An alarm on a metric of your choice. */
export interface MetricAlarmOptions {
  /** How severe it is. P0 and P1 page, P2 is a ticket, P3 is dashboard only. */
  readonly severity: Severity;

  /** The number to compare with, in the unit of the metric. */
  readonly threshold: number;

  /**
   * The last part of the alarm's name, and what `rules` calls it. Each alarm of a component needs another one.
   *
   * @default - the name of the metric; of an expression, its label without spaces
   */
  readonly rule?: string;

  /**
   * How the metric is compared with the threshold. Anomaly detection is `rules: { RULE: { band: 2 } }`.
   *
   * @default ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
   */
  readonly comparisonOperator?: ComparisonOperator;

  /**
   * How many of the newest periods have to breach: the M of "M of N". The period is that of the metric.
   *
   * @default - all of them
   */
  readonly datapointsToAlarm?: number;

  /**
   * How many of the newest periods are looked at: the N of "M of N".
   *
   * @default 1
   */
  readonly evaluationPeriods?: number;

  /**
   * What a period without data counts as.
   *
   * @default TreatMissingData.NOT_BREACHING - idle is healthy
   */
  readonly treatMissingData?: TreatMissingData;

  /**
   * What is wrong when it fires and why that matters, in one sentence.
   *
   * @default - that the metric has reached its threshold
   */
  readonly why?: string;

  /**
   * What to do first.
   *
   * @default - look at the metric on the dashboard, and at what publishes it
   */
  readonly steps?: string[];
}

/** Options of a metric's monitor. */
export interface MetricOptions extends MonitorOptions, MetricAlarmOptions {}

/** Properties of a metric's monitor. */
export interface MetricMonitorProps extends MetricOptions, MonitorProps {
  /** A metric or an expression. */
  readonly metric: IMetric;
}

const OPERATORS: Readonly<Record<string, Comparison>> = {
  [ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD]: '>=',
  [ComparisonOperator.GREATER_THAN_THRESHOLD]: '>',
  [ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD]: '<=',
  [ComparisonOperator.LESS_THAN_THRESHOLD]: '<',
};

const ALARM_FIELDS = {
  severity: required(SEVERITY, 'Give a severity, such as Severity.P2.'),
  threshold: required(NUMBER, 'Give the number to compare with.'),
  rule: TEXT,
  comparisonOperator: oneOf('a comparison with a threshold', Object.keys(OPERATORS)),
  datapointsToAlarm: NUMBER,
  evaluationPeriods: NUMBER,
  treatMissingData: oneOf('a treatment of missing data', Object.values(TreatMissingData)),
  why: TEXT,
  steps: list(TEXT),
} satisfies Fields<MetricAlarmOptions>;

const METRIC = required(having('a metric or an expression', 'toMetricConfig'), 'Give a metric or an expression.');

const METRIC_PROPS = object<MetricMonitorProps>({ ...MONITOR_FIELDS, ...ALARM_FIELDS, metric: METRIC });

interface AlarmArguments extends MetricAlarmOptions {
  readonly metric: IMetric;
}
const ALARM_ARGUMENTS = object<AlarmArguments>({ ...ALARM_FIELDS, metric: METRIC });

/**
 * Watches metrics of your choice as one component: with the names, routes, grouping, dashboard and tests of all other alarms.
 *
 * @example
 *
 * new MetricMonitor(this, 'Uploads', { vigil, metric: myOwnMetric, severity: Severity.P2, threshold: 5 });
 */
export class MetricMonitor extends Monitor {
  readonly #alarms: AlarmArguments[] = [];

  public constructor(scope: Construct, id: string, props: MetricMonitorProps) {
    // JavaScript passes anything, which `checked` reports
    const known = checked(METRIC_PROPS, typeof props === 'object' ? { label: nameOf(props), ...props } : props);
    const { vigil: _vigil, label: _label, rules: _rules, grouping: _grouping, ...alarm } = known;
    super(scope, id, known, 'Metric');
    if (mistakesIn(known).isComplete) this.#alarms.push(alarm);
    this.node.addValidation({ validate: () => this.#errors() });
  }

  /**
   * Adds an alarm on another metric of the same component.
   *
   * @returns this monitor, so that calls can be chained
   */
  public alarm(metric: IMetric, options: MetricAlarmOptions): MetricMonitor {
    const known = checked(ALARM_ARGUMENTS, { ...options, metric });
    const { messages, isComplete } = mistakesIn(known);
    this.node.addValidation({ validate: () => messages.map((message) => `alarm: ${message}`) });
    if (isComplete) this.#alarms.push(known);
    return this;
  }

  /** @internal */
  public override _parts(): Part[] {
    const names = this.#alarms.map(nameOf);
    const distinct = this.#alarms.filter((_, index) => names.indexOf(names[index] ?? '') === index);
    return distinct.map((alarm) => partOf(this.#ruleOf(alarm), Stack.of(this)));
  }

  #ruleOf(alarm: AlarmArguments): Rule {
    const { metric, severity, threshold, why, steps } = alarm;
    const name = nameOf(alarm);
    const of = alarm.evaluationPeriods ?? 1;
    return {
      ...measuredBy(metric),
      id: name,
      severity,
      threshold,
      label: labelOf(metric),
      unit: 'count',
      periodMinutes: periodOf(metric) / 60,
      datapoints: [alarm.datapointsToAlarm ?? of, of],
      is: OPERATORS[alarm.comparisonOperator ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD] ?? '>=',
      missing: alarm.treatMissingData ?? TreatMissingData.NOT_BREACHING,
      why: why ?? `${labelOf(metric)} has reached its threshold.`,
      steps: steps ?? ['Look at the metric on the dashboard, and at what publishes it.'],
      source: 'The threshold that the app gives.',
      ground: documented(PAGES.customMetrics),
    };
  }

  #errors(): string[] {
    const names = this.#alarms.map(nameOf);
    const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
    const here = Stack.of(this);
    const elsewhere = this.#alarms.flatMap(({ metric }) => placesOf(metric.toMetricConfig())).filter(isOther(here));
    return [
      ...twice.map((name) => `two alarms of ${this.component} are called '${name}': give one another 'rule'.`),
      ...elsewhere.map(
        ({ name, region, account }) =>
          `${name} is a metric of ${listed([region, account].flatMap((each) => each ?? []))}, and an alarm of ${here.node.path} cannot read it. Watch it with a Vigil there.`,
      ),
    ];
  }
}

/** The id of a metric's monitor below its Vigil: of what it measures, not of its label. */
export function idOfMetric(scope: Construct, metric: IMetric): string {
  const config = metric?.toMetricConfig?.();
  if (config === undefined) return 'Metric';
  const { namespace, metricName, dimensions } = config.metricStat ?? {};
  const identity = JSON.stringify(Stack.of(scope).resolve([namespace, metricName, dimensions, expressionsIn(config)]));
  return `${metricName ?? 'Expression'}-${createHash('sha256').update(identity).digest('hex').slice(0, 8)}`;
}

/** An expression, and what it is made of. */
function expressionsIn({ mathExpression, metricStat }: MetricConfig): unknown {
  if (mathExpression === undefined) return [metricStat?.metricName, metricStat?.dimensions];
  const used = Object.entries(mathExpression.usingMetrics);
  return [mathExpression.expression, used.map(([id, metric]) => [id, expressionsIn(metric.toMetricConfig())])];
}

const labelOf = (metric: IMetric): string => {
  const { metricStat, renderingProperties } = metric.toMetricConfig();
  return String(renderingProperties?.['label'] ?? metricStat?.metricName ?? 'Expression');
};

const nameOf = ({ rule, metric }: Partial<AlarmArguments>): string =>
  rule ?? (metric?.toMetricConfig === undefined ? 'Metric' : labelOf(metric).replace(/[^A-Za-z0-9]+/g, '') || 'Metric');

function periodOf(metric: IMetric): number {
  const { metricStat, mathExpression } = metric.toMetricConfig();
  return metricStat?.period.toSeconds() ?? mathExpression?.period ?? 300;
}

interface Origin {
  readonly name: string;
  readonly region?: string;
  readonly account?: string;
}

function placesOf({ metricStat, mathExpression }: MetricConfig): Origin[] {
  if (metricStat !== undefined) {
    const { metricName: name, region, account } = metricStat;
    return [{ name, region, account }];
  }
  return Object.values(mathExpression?.usingMetrics ?? {}).flatMap((used) => placesOf(used.toMetricConfig()));
}

const isOther =
  (stack: Stack) =>
  ({ region, account }: Origin): boolean =>
    differs(region, stack.region) || differs(account, stack.account);

const differs = (one: string | undefined, other: string): boolean =>
  one !== undefined && one !== other && !Token.isUnresolved(one) && !Token.isUnresolved(other);

/** Its dimensions say which resources it covers; each metric has all of its own. */
function partOf(rule: Rule, stack: Stack): Part {
  const dimensions = Object.assign({}, ...Object.values(rule.metrics).map((metric) => metric.dimensions));
  const { metrics, expression, label } = rule;
  return {
    id: '',
    stack,
    dimensions,
    rules: [{ rule, on: true, baseline: false }],
    charts: {
      numbers: [],
      symptoms: [{ title: label, left: { unit: 'Count', lines: [{ label, metrics, expression, rules: [rule.id] }] } }],
      causes: [],
    },
  };
}
