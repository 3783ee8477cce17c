import type { CompositeInput } from './cloud-watch';
import { alarmName, MARK, NAMESPACE, NOBODYS_ACCOUNT } from './names';

type Properties = Readonly<Record<string, unknown>>;

/** An alarm that CloudWatch is expected to refuse. Should it take it, the alarm is deleted at once. */
export interface RefusedRow {
  readonly id: string;
  readonly kind: 'metric' | 'composite';
  /** The check of `lib/refusals` that says so. */
  readonly check: string;
  /** `{self}` stands for the name of the alarm. */
  readonly properties: Properties;
}

/** What CloudWatch is given: actions are disabled, and name an account that nobody has. */
export function refusedInput(run: string, { id, properties }: RefusedRow): CompositeInput {
  const AlarmName = alarmName(run, 'refused', id);
  const named = JSON.parse(JSON.stringify(properties).replaceAll('{self}', AlarmName));
  return { AlarmRule: '', ...named, AlarmName, AlarmDescription: MARK, ActionsEnabled: false };
}

const EVALUATED = {
  ComparisonOperator: 'GreaterThanThreshold',
  Threshold: 1,
  EvaluationPeriods: 1,
  TreatMissingData: 'missing',
};
const METRIC = { Namespace: NAMESPACE, MetricName: 'refused' };
const SINGLE = { ...EVALUATED, ...METRIC, Statistic: 'Sum', Period: 60 };

const metric = (Id: string, Stat = 'Sum', ReturnData = false, Period = 60) => ({
  ...{ Id, ReturnData },
  MetricStat: { Metric: METRIC, Period, Stat },
});
const math = (Expression: string, more: Properties = {}) => ({ Id: 'e', Expression, ReturnData: true, ...more });
const onMath = (expression: string): Properties => ({ ...EVALUATED, Metrics: [metric('m'), math(expression)] });
const without = ({ ...properties }: Record<string, unknown>, ...names: string[]): Properties => {
  for (const name of names) delete properties[name];
  return properties;
};
const arn = (rest: string): string => `arn:aws:${rest}`;
const TOPIC = arn(`sns:us-gov-west-1:${NOBODYS_ACCOUNT}:vigil-verify`);
const SCALING = arn(
  `autoscaling:us-east-1:${NOBODYS_ACCOUNT}:scalingPolicy:0:autoScalingGroupName/none:policyName/none`,
);
const RECOVER = arn(`swf:us-east-1:${NOBODYS_ACCOUNT}:action/actions/AWS_EC2.InstanceId.Recover/1.0`);
const GROUPED = `SELECT MAX(refused) FROM "${NAMESPACE}" GROUP BY Team ORDER BY MAX() DESC`;

const row = (check: string, what: string, properties: Properties): RefusedRow => ({
  ...{ check, properties, kind: 'metric' },
  id: what === '' ? check : `${check}-${what}`,
});
const composite = (check: string, what: string, AlarmRule: string, more: Properties = {}): RefusedRow => ({
  ...row(check, what, { AlarmRule, ...more }),
  kind: 'composite',
});

/** Each kind of mistake once, in the order of the tables of `lib/refusals`. */
export const REFUSED_ROWS: readonly RefusedRow[] = [
  row('statistic', 'both', { ...SINGLE, ExtendedStatistic: 'p90' }),
  row('statistic', 'none', without(SINGLE, 'Statistic')),
  row('threshold', 'none', without(SINGLE, 'Threshold')),
  row('range-operator', '', { ...SINGLE, ComparisonOperator: 'GreaterThanUpperThreshold' }),
  row('datapoints', '', { ...SINGLE, DatapointsToAlarm: 2 }),
  row('window', 'day', { ...SINGLE, EvaluationPeriods: 1441 }),
  row('window', 'week', { ...SINGLE, Period: 3600, EvaluationPeriods: 169 }),
  row('low-samples', '', { ...SINGLE, EvaluateLowSampleCountPercentile: 'ignore' }),
  row('wall-clock', 'period', { ...SINGLE, Period: 120, EvaluationWindow: { WallClockWindow: { Timezone: 'UTC' } } }),
  row('wall-clock', 'zone', { ...SINGLE, EvaluationWindow: { WallClockWindow: { Timezone: 'Mars/Olympus' } } }),
  row('queries', 'metrics', {
    ...EVALUATED,
    Metrics: [...Array.from({ length: 11 }, (_, index) => metric(`m${index}`)), math('m0 + m10')],
  }),
  row('queries', 'expressions', {
    ...EVALUATED,
    Metrics: [
      metric('m'),
      ...Array.from({ length: 10 }, (_, index) => ({ Id: `e${index}`, Expression: 'm + 1', ReturnData: false })),
      math('e0 + e9'),
    ],
  }),
  row('queries', 'ids', { ...EVALUATED, Metrics: [metric('m'), metric('m'), math('m + 1')] }),
  row('returned', 'none', { ...EVALUATED, Metrics: [metric('m'), math('m + 1', { ReturnData: false })] }),
  row('returned', 'two', { ...EVALUATED, Metrics: [metric('m', 'Sum', true), math('m + 1')] }),
  row('band', 'unknown', {
    ...without(EVALUATED, 'Threshold'),
    ...{ ComparisonOperator: 'GreaterThanUpperThreshold', ThresholdMetricId: 'band' },
    Metrics: [metric('m', 'Sum', true), math('m + 1')],
  }),
  row('band', 'none', {
    ...without(EVALUATED, 'Threshold'),
    ...{ ComparisonOperator: 'GreaterThanUpperThreshold', ThresholdMetricId: 'e' },
    Metrics: [metric('m', 'Sum', true), math('m + 1')],
  }),
  row('search', '', onMath(`SUM(SEARCH('{${NAMESPACE}} refused', 'Sum', 60))`)),
  row('expression', 'syntax', onMath('m +')),
  row('expression', 'function', onMath('MEDIAN(m)')),
  row('expression', 'id', onMath('m + other')),
  row('expression', 'scalar', onMath('AVG(m)')),
  row('expression', 'array', onMath('[m, m]')),
  row('query-period', '', { ...EVALUATED, Metrics: [math('TIME_SERIES(1)')] }),
  row('insights', 'period', { ...EVALUATED, Metrics: [math(GROUPED, { Period: 10 })] }),
  row('insights', 'window', { ...EVALUATED, EvaluationPeriods: 181, Metrics: [math(GROUPED, { Period: 60 })] }),
  row('insights', 'order', {
    ...EVALUATED,
    Metrics: [math(`SELECT MAX(refused) FROM "${NAMESPACE}" GROUP BY Team`, { Period: 60 })],
  }),
  row('insights', 'two', {
    ...EVALUATED,
    Metrics: [math(GROUPED, { Period: 60 }), { Id: 'f', Expression: GROUPED, Period: 60, ReturnData: false }],
  }),
  composite('rule', 'syntax', 'ALARM("{self}-a") AND'),
  composite('rule', 'at-least', 'AT_LEAST(3, ALARM, ("{self}-a", "{self}-b"))'),
  composite('children', 'self', 'ALARM("{self}")'),
  composite(
    'children',
    'elsewhere',
    `ALARM("${arn(`cloudwatch:us-gov-west-1:${NOBODYS_ACCOUNT}:alarm:vigil-verify`)}")`,
  ),
  composite('suppressor', 'self', 'FALSE', {
    ...{ ActionsSuppressor: '{self}', ActionsSuppressorWaitPeriod: 60, ActionsSuppressorExtensionPeriod: 60 },
  }),
  row('action', '', { ...SINGLE, AlarmActions: [arn(`nosuchservice:us-east-1:${NOBODYS_ACCOUNT}:vigil-verify`)] }),
  row('action-region', '', { ...SINGLE, AlarmActions: [TOPIC] }),
  row('scaling-action', '', { ...EVALUATED, Metrics: [math(GROUPED, { Period: 60 })], AlarmActions: [SCALING] }),
  row('instance-action', 'math', { ...onMath('m + 1'), AlarmActions: [RECOVER] }),
  row('instance-action', 'dimension', { ...SINGLE, AlarmActions: [RECOVER] }),
  row('contributor-action', '', {
    ...EVALUATED,
    ...{ Metrics: [math(GROUPED, { Period: 60 })], InsufficientDataActions: [TOPIC] },
  }),
  composite('composite-action', '', 'FALSE', { AlarmActions: [SCALING] }),
];
