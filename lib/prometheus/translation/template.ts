import type { PromQlAlarm } from './to-alarms';

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
    const { name, description, severity, query, evaluationInterval, pendingPeriod, recoveryPeriod } = alarm;
    const actions = severity === 'P3' ? undefined : [{ Ref: `Topic${severity}` }];
    const Properties = {
      AlarmName: name,
      ...(description !== '' && { AlarmDescription: description }),
      ...(actions !== undefined && { AlarmActions: actions, OKActions: actions }),
      EvaluationCriteria: {
        PromQLCriteria: {
          Query: query,
          ...(pendingPeriod > 0 && { PendingPeriod: pendingPeriod }),
          ...(recoveryPeriod > 0 && { RecoveryPeriod: recoveryPeriod }),
        },
      },
      EvaluationInterval: evaluationInterval,
    };
    return [logicalId(name, ids), { Type: 'AWS::CloudWatch::Alarm', Properties }];
  });
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'PromQL alarms from rules of Prometheus.',
    ...(severities.length > 0 && { Parameters }),
    Resources: Object.fromEntries(resources),
  };
}

function logicalId(name: string, taken: Set<string>): string {
  const plain = name.replace(/[^A-Za-z0-9]/g, '') || 'Alarm';
  let free = plain;
  for (let number = 2; taken.has(free); number++) free = `${plain}${number}`;
  taken.add(free);
  return free;
}
