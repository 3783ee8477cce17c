import { partitionOf } from '../assembly/pseudo-parameters';
import { NAMESPACE, NOBODYS_ACCOUNT, PREFIX } from './names';

/** The permissions that the command needs, as an IAM policy: it can neither touch other alarms nor create one that acts. */
export function policyFor(region: string): object {
  const ownAlarms = `arn:${partitionOf({ region })}:cloudwatch:${region}:*:alarm:${PREFIX}*`;
  // true as well where an alarm has no action at all
  const noRealAction = {
    'ForAllValues:StringLike': { 'cloudwatch:AlarmActions': [`arn:*:*:*:${NOBODYS_ACCOUNT}:*`] },
  };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'PublishInOwnNamespace',
        Effect: 'Allow',
        Action: 'cloudwatch:PutMetricData',
        Resource: '*',
        Condition: { StringEquals: { 'cloudwatch:namespace': NAMESPACE } },
      },
      {
        Sid: 'CreateOwnAlarmsWithoutActions',
        Effect: 'Allow',
        Action: 'cloudwatch:PutMetricAlarm',
        Resource: ownAlarms,
        Condition: noRealAction,
      },
      { Sid: 'DeleteOwnAlarms', Effect: 'Allow', Action: 'cloudwatch:DeleteAlarms', Resource: ownAlarms },
      {
        Sid: 'ReadAlarms',
        Effect: 'Allow',
        Action: ['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmHistory'],
        Resource: '*',
      },
      {
        Sid: 'CreateCompositeAlarmsWithoutActions',
        Effect: 'Allow',
        Action: 'cloudwatch:PutCompositeAlarm',
        Resource: '*',
        Condition: noRealAction,
      },
    ],
  };
}
