import type { Action } from './actions';
import type { CompositeAlarmDefinition, Metric, MetricAlarmDefinition, Query } from './model';
import { own } from './own';
import { statisticNamed } from './statistic';
import { messageTime } from './time-text';

/** What CloudWatch publishes to a topic. */
export interface SnsMessage {
  readonly time: number;
  readonly topicArn: string;
  /** At most 100 characters. */
  readonly subject: string;
  /** JSON. */
  readonly message: string;
}

/** As CloudWatch calls regions in messages, where that is known; others go by their id. */
const REGIONS: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-northeast-2': 'Asia Pacific (Seoul)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'ca-central-1': 'Canada (Central)',
  'eu-central-1': 'EU (Frankfurt)',
  'eu-north-1': 'EU (Stockholm)',
  'eu-west-1': 'EU (Ireland)',
  'eu-west-2': 'EU (London)',
  'eu-west-3': 'EU (Paris)',
  'sa-east-1': 'South America (Sao Paulo)',
};

export const isTopic = (target: string): boolean => /^arn:[^:]+:sns:/.test(target);

/** The message of an action, in the form and with the fields of real ones. */
export function snsMessage({ time, target, alarm, change, afterMute, contributor }: Action): SnsMessage {
  const [, , , region = '', account = ''] = alarm.arn.split(':');
  const regionName = REGIONS[region] ?? region;
  const isComposite = alarm.kind === 'composite';
  const message = {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description === '' ? null : alarm.description,
    AWSAccountId: account,
    ...(isComposite ? {} : { AlarmConfigurationUpdatedTimestamp: messageTime(0) }),
    NewStateValue: change.to,
    NewStateReason: change.reason,
    StateChangeTime: messageTime(change.time),
    Region: regionName,
    AlarmArn: alarm.arn,
    OldStateValue: change.from,
    ActionExecutedAfterMuteWindow: afterMute,
    OKActions: alarm.actions.ok,
    AlarmActions: alarm.actions.alarm,
    InsufficientDataActions: alarm.actions.insufficientData,
    ...(contributor === undefined
      ? {}
      : { AlarmContributorId: contributor.id, AlarmContributorAttributes: contributor.attributes }),
    ...(isComposite ? ofComposite(alarm, change.triggeredBy) : { Trigger: triggerOf(alarm) }),
  };
  const subject = subjectOf(change.to, alarm.name, regionName);
  return { time, topicArn: target, subject, message: JSON.stringify(message) };
}

const LONGEST_SUBJECT = 100;
const CUT = '...';

/** In ASCII; a name that is too long is cut, the region is not. */
function subjectOf(state: string, name: string, region: string): string {
  const subject = (shown: string): string => `${state}: "${shown}" in ${region}`;
  const ascii = name.replace(/[^ -~]+/g, '_');
  const room = LONGEST_SUBJECT - subject('').length;
  return subject(ascii.length > room ? ascii.slice(0, room - CUT.length) + CUT : ascii);
}

function ofComposite({ ruleText }: CompositeAlarmDefinition, triggeredBy: Action['change']['triggeredBy'] = []) {
  return {
    AlarmRule: ruleText,
    TriggeringChildren: triggeredBy.map(({ arn, state, time }) => ({
      Arn: arn,
      State: { Value: state, Timestamp: messageTime(time) },
    })),
  };
}

function triggerOf(alarm: MetricAlarmDefinition) {
  const { kind, queries, periodSeconds, evaluationPeriods, datapointsToAlarm, comparison, threshold, bandId } = alarm;
  const metric = queries[0]?.metric;
  const isSingle = kind === 'metric' && metric !== undefined;
  return {
    ...(isSingle ? ofMetric(metric) : {}),
    Period: periodSeconds,
    EvaluationPeriods: evaluationPeriods,
    ...(alarm.countsDatapoints ? { DatapointsToAlarm: datapointsToAlarm } : {}),
    ComparisonOperator: comparison,
    ...(bandId === undefined ? { Threshold: threshold } : { ThresholdMetricId: bandId }),
    TreatMissingData: alarm.treatMissingData,
    EvaluateLowSampleCountPercentile: alarm.ignoresLowSamples ? 'ignore' : '',
    ...(isSingle ? {} : { Metrics: queries.map((query) => ofQuery(query, periodSeconds)) }),
  };
}

function ofMetric(metric: Metric) {
  const { namespace, name, statistic, unit = null } = metric;
  const isExtended = statisticNamed(statistic).simple === undefined;
  return {
    MetricName: name,
    Namespace: namespace,
    StatisticType: isExtended ? 'ExtendedStatistic' : 'Statistic',
    ...(isExtended
      ? { ExtendedStatistic: statistic }
      : { Statistic: own(STATISTICS, statistic) ?? statistic.toUpperCase() }),
    Unit: unit,
    Dimensions: dimensionsOf(metric),
  };
}

const STATISTICS: Readonly<Record<string, string>> = { SampleCount: 'SAMPLE_COUNT' };

function ofQuery(query: Query, Period: number | undefined) {
  const { id, expression, label, metric, returned, periodSeconds } = query;
  const named = label === undefined ? {} : { Label: label };
  if (metric === undefined) {
    const every = periodSeconds === undefined ? {} : { Period: periodSeconds };
    return { Expression: expression, Id: id, ...named, ReturnData: returned, ...every };
  }
  const { namespace, name, statistic, unit, accountId } = metric;
  const Metric = { Dimensions: dimensionsOf(metric), MetricName: name, Namespace: namespace };
  const inUnit = unit === undefined ? {} : { Unit: unit };
  const of = accountId === undefined ? {} : { AccountId: accountId };
  return { Id: id, ...named, MetricStat: { Metric, Period, Stat: statistic, ...inUnit }, ReturnData: returned, ...of };
}

const dimensionsOf = ({ dimensions }: Metric) => Object.entries(dimensions).map(([name, value]) => ({ value, name }));
