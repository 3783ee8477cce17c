import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { HEARTBEAT } from '../contracts/messages';

export interface HeartbeatProps {
  readonly namePrefix: string;
  readonly key: IKey;
}

/** A message through the delivery path of alarms every 15 minutes, which reaches no recipient. */
export class Heartbeat extends Construct {
  /** As the topics of alarms are: with their key, and delivering to the same queue. */
  public readonly topic: Topic;

  public constructor(scope: Construct, id: string, { namePrefix, key }: HeartbeatProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      topicName: `${namePrefix}-heartbeat`,
      masterKey: key,
      enforceSSL: true,
    });
    const statements = [
      new PolicyStatement({ actions: ['sns:Publish'], resources: [this.topic.topicArn] }),
      new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] }),
    ];
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: { Publish: new PolicyDocument({ statements }) },
    });
    new CfnSchedule(this, 'Schedule', {
      description: `Heartbeat that checks the delivery of alerts of ${namePrefix}`,
      scheduleExpression: 'rate(15 minutes)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: { arn: this.topic.topicArn, roleArn: role.roleArn, input: HEARTBEAT },
    });
  }
}
