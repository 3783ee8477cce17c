import type { Aws } from './aws';

/** What CloudWatch admits in one rule. */
export const ALARMS_PER_RULE = 100;

export interface MuteRule {
  readonly name: string;
  readonly alarms: readonly string[];
  /** At a whole minute. */
  readonly from: Date;
  readonly minutes: number;
}

/** Writes a rule, or replaces the one of the same name. It ends by itself. */
export async function writeMuteRule(aws: Aws, { name, alarms, from, minutes }: MuteRule): Promise<void> {
  await aws.ask('CloudWatch', 'PutAlarmMuteRule', (client) =>
    client.putAlarmMuteRule({
      Name: name,
      Description: `vigil mute, for ${minutes} minutes`,
      Rule: { Schedule: { Expression: `at(${from.toISOString().slice(0, 16)})`, Duration: `PT${minutes}M` } },
      MuteTargets: { AlarmNames: [...alarms] },
    }),
  );
}

export async function isActive(aws: Aws, AlarmMuteRuleName: string): Promise<boolean> {
  const { Status } = await aws.ask('CloudWatch', 'GetAlarmMuteRule', (client) =>
    client.getAlarmMuteRule({ AlarmMuteRuleName }),
  );
  return Status === 'ACTIVE';
}

/** Deletes a rule; alarms that are in ALARM notify now. No error if there is no such rule. */
export async function deleteMuteRule(aws: Aws, AlarmMuteRuleName: string): Promise<void> {
  await aws.ask('CloudWatch', 'DeleteAlarmMuteRule', (client) => client.deleteAlarmMuteRule({ AlarmMuteRuleName }));
}
