import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { type CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { CHILDREN_TOPIC } from '../contracts/messages';
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

/** One encrypted topic per severity that has a route, in one region; where there is a notifier, one more for the alarms of composites. */
export class AlertTopics extends Construct {
  /** Encrypts the topics. */
  public readonly key: IKey;
  readonly #namePrefix: string;
  readonly #topics = new Map<Severity, Topic>();
  #children?: Topic;

  public constructor(scope: Construct, id: string, props: AlertTopicsProps) {
    super(scope, id);
    this.key = props.encryptionKey ?? this.#createKey();
    this.#namePrefix = props.namePrefix;
    for (const severity of props.severities) {
      if (!props.routes.some((route) => route.severities.includes(severity))) continue;
      this.#topics.set(severity, this.#topic(severity, severity));
    }
  }

  /** Makes the topic on which the alarms of composites report to the notifier, and to nobody else. */
  public addChildren(): Topic {
    this.#children = this.#topic('Children', CHILDREN_TOPIC);
    return this.#children;
  }

  /** That topic as seen from `consumer`; undefined where no notifier reads it. */
  public childrenArnFor(consumer: Stack): string | undefined {
    return this.#children && this.#arnOf(this.#children, consumer);
  }

  /** The topic of a severity as seen from `consumer`, or undefined if no route carries that severity. */
  public arnFor(severity: Severity, consumer: Stack): string | undefined {
    const topic = this.#topics.get(severity);
    return topic && this.#arnOf(topic, consumer);
  }

  public get topics(): ReadonlyMap<Severity, Topic> {
    return this.#topics;
  }

  #topic(id: string, suffix: string): Topic {
    const topic = new Topic(this, id, {
      topicName: `${this.#namePrefix}-${suffix}`,
      displayName: `Vigil ${suffix}`,
      masterKey: this.key,
      enforceSSL: true,
    });
    topic.addToResourcePolicy(publishByAlarms(topic.topicArn, this));
    return topic;
  }

  #arnOf(topic: Topic, consumer: Stack): string {
    const home = Stack.of(this);
    // topic.topicName is a reference; the physical name is what other stacks may use without depending on this one
    const name = (topic.node.defaultChild as CfnTopic).topicName as string;
    return consumer === home ? topic.topicArn : arnIn(home, 'sns', name);
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

/** Only alarms of this account may publish. */
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
