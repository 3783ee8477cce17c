import type { CloudWatch as Sdk } from '@aws-sdk/client-cloudwatch';
import {
  type CloudWatch,
  CloudWatchError,
  type LiveAlarm,
  type LiveChange,
  type PublishedPoint,
  type State,
} from '../../rehearsal/verification/cloud-watch';
import { NAMESPACE } from '../../rehearsal/verification/names';
import type { Aws } from './aws';
import { errorKind } from './error-kind';

const MOST_RECORDS = 100;

/** CloudWatch in a region, as `vigil verify` asks it. */
export function cloudWatchOf(aws: Pick<Aws, 'ask'>): CloudWatch {
  const call = <Answer>(action: string, send: (client: Sdk) => Promise<Answer>): Promise<Answer> =>
    aws.ask('CloudWatch', action, send).catch((error: Error) => {
      throw classified(error);
    });
  return {
    putMetricData: async (points) => {
      await call('PutMetricData', (client) =>
        client.putMetricData({ Namespace: NAMESPACE, MetricData: points.map(datumOf) }),
      );
    },
    putMetricAlarm: async (input) => void (await call('PutMetricAlarm', (client) => client.putMetricAlarm(input))),
    putCompositeAlarm: async (input) =>
      void (await call('PutCompositeAlarm', (client) => client.putCompositeAlarm(input))),
    describeAlarms: (AlarmNamePrefix) =>
      paged(async (NextToken) => {
        const {
          MetricAlarms = [],
          CompositeAlarms = [],
          ...answer
        } = await call('DescribeAlarms', (client) =>
          client.describeAlarms({
            ...{ AlarmNamePrefix, NextToken, MaxRecords: MOST_RECORDS },
            AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          }),
        );
        const metricAlarms = MetricAlarms.map((alarm) => ({ ...liveOf(alarm), kind: 'metric' as const }));
        const composites = CompositeAlarms.map((alarm) => ({
          ...liveOf(alarm),
          kind: 'composite' as const,
          suppressedBy: alarm.ActionsSuppressedBy,
        }));
        return { items: [...metricAlarms, ...composites], next: answer.NextToken };
      }),
    stateChanges: ({ name, kind }) =>
      paged(async (NextToken) => {
        const { AlarmHistoryItems = [], ...answer } = await call('DescribeAlarmHistory', (client) =>
          client.describeAlarmHistory({
            ...{ AlarmName: name, NextToken, MaxRecords: MOST_RECORDS },
            AlarmTypes: [kind === 'composite' ? 'CompositeAlarm' : 'MetricAlarm'],
            HistoryItemType: 'StateUpdate',
            ScanBy: 'TimestampAscending',
          }),
        );
        return { items: AlarmHistoryItems.flatMap(changeIn), next: answer.NextToken };
      }),
    deleteAlarms: async (names) =>
      void (await call('DeleteAlarms', (client) => client.deleteAlarms({ AlarmNames: [...names] }))),
  };
}

const datumOf = ({ metric, time, value, samples, isHighResolution }: PublishedPoint) => ({
  MetricName: metric,
  Timestamp: new Date(time * 1000),
  ...(samples === 1 ? { Value: value } : { Values: [value], Counts: [samples] }),
  StorageResolution: isHighResolution ? 1 : 60,
});

interface Described {
  readonly AlarmName?: string;
  readonly AlarmDescription?: string;
  readonly StateValue?: string;
  readonly AlarmConfigurationUpdatedTimestamp?: Date;
  readonly StateReason?: string;
}

const liveOf = (alarm: Described): Omit<LiveAlarm, 'kind'> => ({
  name: alarm.AlarmName ?? '',
  description: alarm.AlarmDescription ?? '',
  state: (alarm.StateValue ?? 'INSUFFICIENT_DATA') as State,
  reason: alarm.StateReason ?? '',
  ...(alarm.AlarmConfigurationUpdatedTimestamp && {
    createdAt: alarm.AlarmConfigurationUpdatedTimestamp.getTime() / 1000,
  }),
});

interface StateOfHistory {
  readonly stateValue?: State;
  readonly stateReason?: string;
  /** An object, or the JSON of one. */
  readonly stateReasonData?: object | string;
}

/** Updates of the reason alone are no changes. */
function changeIn({ Timestamp, HistoryData = '{}' }: { Timestamp?: Date; HistoryData?: string }): LiveChange[] {
  const { oldState, newState } = statesIn(HistoryData);
  const to = newState?.stateValue;
  if (Timestamp === undefined || to === undefined || to === oldState?.stateValue) return [];
  const reasonData = newState?.stateReasonData;
  return [
    {
      time: Timestamp.getTime() / 1000,
      to,
      reason: newState?.stateReason ?? '',
      reasonData: typeof reasonData === 'object' ? JSON.stringify(reasonData) : reasonData,
    },
  ];
}

type States = Partial<Record<'oldState' | 'newState', StateOfHistory>>;

const STATES: readonly unknown[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA', undefined];

const isStates = (content: unknown): content is States =>
  typeof content === 'object' &&
  content !== null &&
  [(content as States).oldState, (content as States).newState].every(
    (each) => each === undefined || (typeof each === 'object' && each !== null && STATES.includes(each.stateValue)),
  );

const unreadable = (text: string): CloudWatchError =>
  new CloudWatchError(
    'unreadable',
    'HistoryData',
    `CloudWatch described a change of the alarm by '${text.slice(0, 80)}'.`,
  );

/** @throws CloudWatchError if it is not what the documentation says */
function statesIn(text: string): States {
  try {
    const content: unknown = JSON.parse(text);
    if (isStates(content)) return content;
  } catch {
    // as below
  }
  throw unreadable(text);
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

async function paged<Item>(read: (token: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const all: Item[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await read(token);
    all.push(...items);
    token = next;
  } while (token !== undefined);
  return all;
}

type SdkError = Error & { readonly $metadata?: { readonly httpStatusCode?: number } };

/** By the error of the SDK that `Aws` gives the cause of its own. */
function classified(error: Error): Error {
  const cause = error.cause as SdkError | undefined;
  if (cause === undefined) return error;
  const status = cause.$metadata?.httpStatusCode ?? 0;
  const kind = errorKind(cause);
  if (kind === 'busy' || kind === 'unreachable' || status >= 500)
    return new CloudWatchError('busy', cause.name, error.message);
  if (kind === 'denied') return new CloudWatchError('denied', cause.name, error.message);
  // about the credentials or the region: no call would succeed
  if (kind !== undefined) return error;
  return status >= 400 && status < 500 ? new CloudWatchError('refused', cause.name, cause.message) : error;
}
