import type { Aws } from '../aws';

export type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** An alarm as CloudWatch has it. */
export interface LiveAlarm {
  readonly name: string;
  readonly arn: string;
  readonly state: State;
  readonly reason: string;
  /** Why it would tell nobody. */
  readonly silent?: string;
}

/** What a channel's entry in the notifier's table says. */
export interface Entry {
  readonly state: string;
  readonly reason?: string;
}

export interface LiveSubscription {
  readonly protocol: string;
  readonly endpoint: string;
  readonly isConfirmed: boolean;
}

/** An action that an alarm carried out, or could not. */
export interface ActionTaken {
  readonly summary: string;
  readonly succeeded: boolean;
}

const MOST_NAMES = 100;

/** Those that exist, by name. */
export async function readAlarms(aws: Aws, names: readonly string[]): Promise<Map<string, LiveAlarm>> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await aws.ask('CloudWatch', 'DescribeAlarms', (client) =>
    client.describeAlarms({
      AlarmNames: names.slice(0, MOST_NAMES),
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: MOST_NAMES,
    }),
  );
  const suppressed = new Map(CompositeAlarms.map((alarm) => [alarm.AlarmName, alarm.ActionsSuppressedReason]));
  return new Map(
    [...MetricAlarms, ...CompositeAlarms].map((alarm) => {
      const name = alarm.AlarmName ?? '';
      const silent =
        alarm.ActionsEnabled === false ? 'its actions are switched off' : suppressed.get(name) || undefined;
      const { AlarmArn: arn = '', StateValue: state = 'OK', StateReason: reason = '' } = alarm;
      return [name, { name, arn, state: state as State, reason, silent }];
    }),
  );
}

export async function setState(aws: Aws, AlarmName: string, StateValue: State, StateReason: string): Promise<void> {
  await aws.ask('CloudWatch', 'SetAlarmState', (client) =>
    client.setAlarmState({ AlarmName, StateValue, StateReason }),
  );
}

/** The mute rules that silence an alarm now; none if that cannot be found out, for it is only a hint. */
export async function activeMuteRules(aws: Aws, AlarmName: string): Promise<string[]> {
  const { AlarmMuteRuleSummaries = [] } = await hint(
    aws.ask('CloudWatch', 'ListAlarmMuteRules', (client) =>
      client.listAlarmMuteRules({ AlarmName, Statuses: ['ACTIVE'] }),
    ),
    {},
  );
  return AlarmMuteRuleSummaries.flatMap(({ AlarmMuteRuleArn }) => AlarmMuteRuleArn?.split(':').at(-1) ?? []);
}

/** What CloudWatch says of the actions of an alarm. */
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

/** Who has been told of a change, by the ids of channels. */
export async function readEntries(aws: Aws, TableName: string, key: string): Promise<Map<string, Entry>> {
  const { Items = [] } = await aws.ask('DynamoDB', 'Query', (client) =>
    client.query({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: key } },
      ConsistentRead: true,
    }),
  );
  return new Map(Items.map(({ sk, state, reason }) => [sk?.S ?? '', { state: state?.S ?? '', reason: reason?.S }]));
}

export async function readSubscriptions(aws: Aws, TopicArn: string): Promise<LiveSubscription[]> {
  const found: LiveSubscription[] = [];
  let NextToken: string | undefined;
  do {
    const page = await aws.ask('SNS', 'ListSubscriptionsByTopic', (client) =>
      client.listSubscriptionsByTopic({ TopicArn, NextToken }),
    );
    for (const { Protocol: protocol = '', Endpoint: endpoint = '', SubscriptionArn = '' } of page.Subscriptions ?? []) {
      found.push({ protocol, endpoint, isConfirmed: SubscriptionArn.startsWith('arn:') });
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

/** Why text messages to a number do not arrive, as far as AWS knows and says. */
export async function obstacleToSms(aws: Aws, phoneNumber: string): Promise<string | undefined> {
  const [{ isOptedOut }, { IsInSandbox }] = await Promise.all([
    hint(
      aws.ask('SNS', 'CheckIfPhoneNumberIsOptedOut', (client) => client.checkIfPhoneNumberIsOptedOut({ phoneNumber })),
      {},
    ),
    hint(
      aws.ask('SNS', 'GetSMSSandboxAccountStatus', (client) => client.getSMSSandboxAccountStatus({})),
      {
        IsInSandbox: false,
      },
    ),
  ]);
  if (isOptedOut) return 'it has opted out of text messages: opt it in under SNS > Text messaging';
  if (!IsInSandbox) return undefined;
  const { PhoneNumbers = [] } = await hint(
    aws.ask('SNS', 'ListSMSSandboxPhoneNumbers', (client) => client.listSMSSandboxPhoneNumbers({})),
    {},
  );
  const isVerified = PhoneNumbers.some((each) => each.PhoneNumber === phoneNumber && each.Status === 'Verified');
  return isVerified
    ? undefined
    : 'the account is in the SMS sandbox, and the number is not verified there: verify it under SNS > Text messaging';
}

/** What need not be known: whoever may not ask for it does without. */
async function hint<Answer>(asked: Promise<Answer>, otherwise: Partial<Answer>): Promise<Partial<Answer>> {
  try {
    return await asked;
  } catch {
    return otherwise;
  }
}
