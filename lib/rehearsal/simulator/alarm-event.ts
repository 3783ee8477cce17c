import { metricKey } from './metric-key';
import type { AlarmDefinition, Contributor, MetricAlarmDefinition, Query, StateChange, Track } from './model';
import { stableId } from './stable-id';
import { messageTime } from './time-text';

/** What CloudWatch sends to EventBridge when an alarm changes its state. */
export interface AlarmEvent {
  readonly time: number;
  readonly document: object;
}

/** The event of a change of state, in the form and with the fields of captured ones. */
export const alarmEvent = (alarm: AlarmDefinition, track: Track, change: StateChange): AlarmEvent =>
  eventOf(alarm, change, 'CloudWatch Alarm State Change', detailOf(alarm, track, change));

/** The same, of one series of an alarm on many. */
export const contributorEvent = (alarm: AlarmDefinition, contributor: Contributor, change: StateChange): AlarmEvent =>
  eventOf(alarm, change, 'CloudWatch Alarm Contributor State Change', contributorDetail(alarm, contributor, change));

function eventOf(alarm: AlarmDefinition, change: StateChange, type: string, detail: object): AlarmEvent {
  const [, , , region = '', account = ''] = alarm.arn.split(':');
  return {
    time: change.time,
    document: {
      version: '0',
      id: uuid(`${alarm.arn} ${change.time} ${JSON.stringify(detail)}`),
      'detail-type': type,
      source: 'aws.cloudwatch',
      account,
      time: `${new Date(change.time * 1000).toISOString().slice(0, 19)}Z`,
      region,
      resources: [alarm.arn],
      detail,
    },
  };
}

/** What a Lambda function gets that an alarm runs. */
export function lambdaEvent(
  alarm: AlarmDefinition,
  track: Track,
  change: StateChange,
  contributor?: Contributor,
): AlarmEvent {
  const [, , , region = '', accountId = ''] = alarm.arn.split(':');
  return {
    time: change.time,
    document: {
      ...{ source: 'aws.cloudwatch', alarmArn: alarm.arn, accountId, time: messageTime(change.time), region },
      alarmData:
        contributor === undefined ? detailOf(alarm, track, change) : contributorDetail(alarm, contributor, change),
    },
  };
}

export const isFunction = (target: string): boolean => /^arn:[^:]+:lambda:/.test(target);

const NEW = 'Unchecked: Initial alarm creation';

function detailOf(alarm: AlarmDefinition, track: Track, change: StateChange): object {
  const before = track.changes[track.changes.indexOf(change) - 1];
  return {
    alarmName: alarm.name,
    state: {
      value: change.to,
      reason: change.reason,
      reasonData: change.reasonData,
      timestamp: messageTime(change.time),
    },
    previousState: {
      value: change.from,
      // what was before is not known of an alarm that had a state
      reason: before?.reason ?? (change.from === 'INSUFFICIENT_DATA' ? NEW : undefined),
      reasonData: before?.reasonData,
      timestamp: before && messageTime(before.time),
    },
    configuration: configurationOf(alarm),
  };
}

const contributorDetail = (alarm: AlarmDefinition, { id, attributes }: Contributor, change: StateChange): object => ({
  alarmName: alarm.name,
  alarmContributor: { id, attributes },
  state: { value: change.to, reason: change.reason, timestamp: messageTime(change.time) },
  configuration: configurationOf(alarm),
});

const configurationOf = (alarm: AlarmDefinition): object => ({
  ...(alarm.kind === 'composite' ? compositeConfiguration(alarm) : { metrics: metricsOf(alarm) }),
  ...(alarm.description === '' ? {} : { description: alarm.description }),
});

const compositeConfiguration = (alarm: AlarmDefinition & { kind: 'composite' }) => ({
  alarmRule: alarm.ruleText,
  actionsSuppressor: alarm.suppressor,
  actionsSuppressorWaitPeriod: alarm.suppressorWaitSeconds,
  actionsSuppressorExtensionPeriod: alarm.suppressorExtensionSeconds,
});

const metricsOf = (alarm: MetricAlarmDefinition): object[] => alarm.queries.map((query) => metricOf(query, alarm));

function metricOf(query: Query, { kind, periodSeconds }: MetricAlarmDefinition): object {
  const { id, expression, label, metric, returned } = query;
  if (metric === undefined) return { id, expression, label, returnData: returned, period: query.periodSeconds };
  const { namespace, name, dimensions, statistic, unit, accountId } = metric;
  return {
    id: kind === 'metric' ? uuid(metricKey(metric)) : id,
    metricStat: {
      metric: { namespace, name, dimensions },
      ...{ period: periodSeconds, stat: statistic, unit },
    },
    ...{ label, accountId, returnData: returned },
  };
}

/** In the form of one. */
const uuid = (text: string): string =>
  stableId(text, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
