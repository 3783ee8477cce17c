import type { Aws } from './aws';
import { hint } from './hint';

export type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** An alarm as CloudWatch has it. */
export interface LiveAlarm {
  readonly name: string;
  readonly arn: string;
  readonly state: State;
  readonly reason: string;
  /** Why its actions do not run. */
  readonly actionsDisabledReason?: string;
}

/** An alarm action that succeeded or failed. */
export interface ActionTaken {
  readonly summary: string;
  readonly succeeded: boolean;
}

const MOST_NAMES = 100;

/** Those that exist, by name. */
export async function readAlarms(aws: Aws, names: readonly string[]): Promise<Map<string, LiveAlarm>> {
  const pages = Array.from({ length: Math.ceil(names.length / MOST_NAMES) }, (_, page) =>
    readPage(aws, names.slice(page * MOST_NAMES, (page + 1) * MOST_NAMES)),
  );
  return new Map((await Promise.all(pages)).flat().map((alarm) => [alarm.name, alarm]));
}

async function readPage(aws: Aws, AlarmNames: string[]): Promise<LiveAlarm[]> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await aws.ask('CloudWatch', 'DescribeAlarms', (client) =>
    client.describeAlarms({
      AlarmNames,
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: MOST_NAMES,
    }),
  );
  const suppressed = new Map(CompositeAlarms.map((alarm) => [alarm.AlarmName, alarm.ActionsSuppressedReason]));
  return [...MetricAlarms, ...CompositeAlarms].map((alarm) => {
    const name = alarm.AlarmName ?? '';
    const actionsDisabledReason =
      alarm.ActionsEnabled === false ? 'its actions are disabled' : suppressed.get(name) || undefined;
    const { AlarmArn: arn = '', StateValue: state = 'OK', StateReason: reason = '' } = alarm;
    return { name, arn, state: state as State, reason, actionsDisabledReason };
  });
}

export async function setState(aws: Aws, AlarmName: string, StateValue: State, StateReason: string): Promise<void> {
  await aws.ask('CloudWatch', 'SetAlarmState', (client) =>
    client.setAlarmState({ AlarmName, StateValue, StateReason }),
  );
}

/** The mute rules that are active for an alarm; none if they cannot be read, because the caller needs them only as a hint. */
export async function activeMuteRules(aws: Aws, AlarmName: string): Promise<string[]> {
  const { AlarmMuteRuleSummaries = [] } = await hint(
    aws.ask('CloudWatch', 'ListAlarmMuteRules', (client) =>
      client.listAlarmMuteRules({ AlarmName, Statuses: ['ACTIVE'] }),
    ),
    {},
  );
  return AlarmMuteRuleSummaries.flatMap(({ AlarmMuteRuleArn }) => AlarmMuteRuleArn?.split(':').at(-1) ?? []);
}

/** The actions in an alarm's history. */
export async function actionsSince(aws: Aws, AlarmName: string, StartDate: Date): Promise<ActionTaken[]> {
  const { AlarmHistoryItems = [] } = await aws.ask('CloudWatch', 'DescribeAlarmHistory', (client) =>
    client.describeAlarmHistory({
      AlarmName,
      StartDate,
      HistoryItemType: 'Action',
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      // to the time of the request
      EndDate: new Date(Date.now() + 60_000),
    }),
  );
  return AlarmHistoryItems.map(({ HistorySummary: summary = '' }) => ({
    summary,
    succeeded: /^Successfully executed action/.test(summary),
  }));
}
