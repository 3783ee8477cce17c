import type { PromQlAlarm } from './to-alarms';

/** The properties of an alarm in CloudFormation. @param actions ARNs of topics, or what stands for them */
export function propertiesOf(alarm: PromQlAlarm, actions: readonly unknown[]) {
  const { name, description, query, evaluationInterval, pendingPeriod, recoveryPeriod } = alarm;
  return {
    AlarmName: name,
    ...(description !== '' && { AlarmDescription: description }),
    ...(actions.length > 0 && { AlarmActions: actions, OKActions: actions }),
    EvaluationCriteria: {
      PromQLCriteria: {
        Query: query,
        ...(pendingPeriod > 0 && { PendingPeriod: pendingPeriod }),
        ...(recoveryPeriod > 0 && { RecoveryPeriod: recoveryPeriod }),
      },
    },
    EvaluationInterval: evaluationInterval,
  };
}

/** A CloudFormation template with the alarms. The topic of each severity that notifies is a parameter. */
export function templateOf(alarms: readonly PromQlAlarm[]) {
  const severities = [...new Set(alarms.map(({ severity }) => severity))].filter((each) => each !== 'P3').sort();
  const Parameters = Object.fromEntries(
    severities.map((severity) => [
      `Topic${severity}`,
      { Type: 'String', Description: `The ARN of the SNS topic that ${severity} notifies.` },
    ]),
  );
  const ids = new Set<string>();
  const resources = alarms.map((alarm): [string, object] => {
    const topic = alarm.severity === 'P3' ? [] : [{ Ref: `Topic${alarm.severity}` }];
    return [logicalId(alarm.name, ids), { Type: 'AWS::CloudWatch::Alarm', Properties: propertiesOf(alarm, topic) }];
  });
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'PromQL alarms from rules of Prometheus.',
    ...(severities.length > 0 && { Parameters }),
    Resources: Object.fromEntries(resources),
  };
}

/** Letters and digits of a name, and a number if another has them. */
export function logicalId(name: string, taken: Set<string>): string {
  const plain = name.replace(/[^A-Za-z0-9]/g, '') || 'Alarm';
  let free = plain;
  for (let number = 2; taken.has(free); number++) free = `${plain}${number}`;
  taken.add(free);
  return free;
}
