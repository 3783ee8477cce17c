import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { type CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Severity } from '../contracts/severity';
import { arnIn } from '../tree/arn';
import type { Route } from './route';

export interface AlertTopicsProps {
  readonly routes: readonly Route[];
  /** Those that are sent at all. */
  readonly severities: readonly Severity[];
  /** Names are fixed, so that alarms of other stacks reach the topics without a reference, hence without a cycle of stacks. */
  readonly namePrefix: string;
  readonly encryptionKey?: IKey;
}

/** One encrypted topic per severity that has a route, in one region. */
export class AlertTopics extends Construct {
  /** Encrypts the topics. */
  public readonly key: IKey;
  readonly #topics = new Map<Severity, Topic>();

  public constructor(scope: Construct, id: string, props: AlertTopicsProps) {
    super(scope, id);
    this.key = props.encryptionKey ?? this.#createKey();
    for (const severity of props.severities) {
      if (!props.routes.some((route) => route.severities.includes(severity))) continue;
      const topic = new Topic(this, severity, {
        topicName: `${props.namePrefix}-${severity}`,
        displayName: `Vigil ${severity}`,
        masterKey: this.key,
        enforceSSL: true,
      });
      topic.addToResourcePolicy(publishByAlarms(topic.topicArn, this));
      this.#topics.set(severity, topic);
    }
  }

  /** The topic of a severity as seen from `consumer`, or undefined if no route carries that severity. */
  public arnFor(severity: Severity, consumer: Stack): string | undefined {
    const topic = this.#topics.get(severity);
    if (topic === undefined) return undefined;
    const home = Stack.of(this);
    return consumer === home ? topic.topicArn : arnIn(home, 'sns', this.#nameOf(topic));
  }

  public get topics(): ReadonlyMap<Severity, Topic> {
    return this.#topics;
  }

  #nameOf(topic: Topic): string {
    // topic.topicName is a reference; the physical name is what other stacks may use without depending on this one
    return (topic.node.defaultChild as CfnTopic).topicName as string;
  }

  #createKey(): Key {
    const key = new Key(this, 'Key', {
      description: `Encrypts the alert topics of ${this.node.path}`,
      enableKeyRotation: true,
      // nothing is stored under it: messages are delivered or gone
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // alias/aws/sns cannot work: its policy does not admit CloudWatch, and alarms would be dropped without a word
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    return key;
  }
}

/** Alarms of this account may publish, and nobody else. */
export function publishByAlarms(topicArn: string, scope: Construct): PolicyStatement {
  return new PolicyStatement({
    sid: 'AlarmsOfThisAccount',
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topicArn],
    conditions: {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      ArnLike: { 'aws:SourceArn': arnIn(Stack.of(scope), 'cloudwatch', 'alarm:*') },
    },
  });
}
