import { type Properties, refusalsOf } from '../../../../lib/refusals/refusals';
import type { Record } from './record';

// What PutMetricAlarm took and refused: metric_discovery_alarms.json and alarm_controls.json of radkawar/stackd @ 9dc356f.

const CONDITION = {
  ComparisonOperator: 'GreaterThanThreshold',
  EvaluationPeriods: 1,
  DatapointsToAlarm: 1,
  Threshold: 10,
};
const METRIC = { Namespace: 'Shop', MetricName: 'Load', Period: 60, ...CONDITION };
const stat = {
  ...{ Id: 'm', ReturnData: true },
  MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Load' }, Period: 60, Stat: 'Sum' },
};
const of = (...Metrics: readonly object[]): Properties => ({ ...CONDITION, Metrics });
const query = (Expression: string, more: object = {}) => ({
  Id: 'q',
  Expression,
  Period: 60,
  ReturnData: true,
  ...more,
});
const unused = { ReturnData: false };
const then = (Expression: string) => ({ Id: 'e', Expression, Period: 60, ReturnData: true });

const SEARCH = `SEARCH('Namespace="Shop"', 'Sum', 60)`;
const SELECT = 'SELECT SUM(Load) FROM "Shop"';
const GROUPED = `${SELECT} GROUP BY Team`;
const ORDERED = `${GROUPED} ORDER BY MAX() DESC`;

const ADMISSIONS: readonly (readonly [what: string, properties: Properties, isTaken: boolean])[] = [
  ['a metric among metrics', of(stat), true],
  ['SEARCH', of(query(SEARCH)), false],
  ['SEARCH that is reduced', of(query(`SUM(${SEARCH})`)), false],
  ['SEARCH that nothing uses', of(query(SEARCH, unused), stat), false],
  ['a query', of(query(SELECT)), true],
  ['a query that groups', of(query(GROUPED)), false],
  ['a query in metric math', of(query(SELECT, unused), then('q/2')), true],
  ['a query each ten seconds', of(query(SELECT, { Period: 10 })), false],
  ['a query each five minutes', of(query(SELECT, { Period: 300 })), true],
  ['a query without a period', of(query(SELECT, { Period: undefined })), false],
  ['two queries', of(query(SELECT, unused), query(SELECT, { Id: 'other' })), false],
  ['a query beside the metric that is watched', of(query(SELECT, unused), stat), true],
  ['a query that groups and orders', of(query(ORDERED)), true],
  ['a query with a limit', of(query(`${ORDERED} LIMIT 2`)), true],
  ['a query that groups, reduced', of(query(GROUPED, unused), then('SUM(q)')), true],
  ['two statistics', { ...METRIC, Statistic: 'Average', ExtendedStatistic: 'p90' }, false],
  ['p101', { ...METRIC, ExtendedStatistic: 'p101' }, false],
  ['an action that is no ARN', { ...METRIC, Statistic: 'Average', AlarmActions: ['not-an-arn'] }, false],
  ['a metric beside metrics', { ...METRIC, Statistic: 'Average', Metrics: [stat] }, false],
  ['few samples of an average', { ...METRIC, Statistic: 'Average', EvaluateLowSampleCountPercentile: 'ignore' }, false],
  ['a tag of AWS', { ...METRIC, Statistic: 'Average', Tags: [{ Key: 'aws:reserved', Value: 'x' }] }, false],
  [
    '51 tags',
    { ...METRIC, Statistic: 'Average', Tags: Array.from({ length: 51 }, (_, nth) => ({ Key: `k${nth}`, Value: 'v' })) },
    false,
  ],
];

export const admissionRecords: readonly Record[] = ADMISSIONS.map(
  ([what, properties, isTaken], index): Record => ({
    ...{ id: `V${index + 1}`, area: 'admission', source: 'native', what, aws: isTaken ? 'taken' : 'refused' },
    simulator: () => {
      const declared = { type: 'AWS::CloudWatch::Alarm', properties, target: {}, isDeclared: () => true };
      return refusalsOf(declared).some(({ level }) => level === 'error') ? 'refused' : 'taken';
    },
  }),
);
