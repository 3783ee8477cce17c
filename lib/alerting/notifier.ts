import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Grant, PolicyStatement, type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Function as LambdaFunction, LoggingFormat } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import { type CfnQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CHANNEL_KINDS } from '../contracts/channels';
import { writeEnvironment } from '../contracts/environment';
import { EVENT_SOURCES, type EventSource } from '../contracts/event-sources';
import { INCIDENT_ENVIRONMENT, NOTIFIER_ENVIRONMENT } from '../contracts/function-environments';
import { WITHOUT_FIRST_OK } from '../contracts/messages';
import { Severity } from '../contracts/severity';
import { acknowledge } from '../tree/newer-cdk';
import { functionCode, NODE } from './function-code';
import { functionRole } from './function-role';
import { shortName } from './hash';
import { Heartbeat } from './heartbeat';
import type { IncidentOptions } from './incident-options';
import { IncidentResponse } from './incident-response';
import { alertsChannels, channelsOf, levelsOf, subscribeAll } from './levels';
import { graphsBucket, notifierTable } from './notifier-storage';
import type { Route } from './route';
import { subscribe } from './subscribe';
import { publishByAlarms } from './topics';

export interface NotifierProps {
  readonly routes: readonly Route[];
  readonly namePrefix: string;
  /** Encrypts the topic of alerts. */
  readonly key: IKey;
  /** Undefined: incidents are not tracked. */
  readonly incidents?: IncidentOptions;
  /** Undefined: the default. */
  readonly maxConcurrency?: number;
}

/** Twice what the bench needs, so that a storm is not slowed down by the share of a processor that comes with memory. */
const MEMORY_MB = 512;
const TIMEOUT = Duration.seconds(30);
/** Longer than the function: a message that it was ended with comes back then. */
const HIDDEN = Duration.seconds(60);
/** With waits that double from 10 seconds on, half an hour of trying. */
const MOST_DELIVERIES = 9;
/** The function itself gives up before, with the reason; this is for one that is ended each time. */
const MOST_RECEIVES = MOST_DELIVERIES + 3;

/** Delivers the messages of alarm topics to the channels of the routes, each once, without loss. */
export class Notifier extends Construct {
  /** One publication for each change, with texts of their own for e-mail and SMS; subscribers filter by attributes. */
  public readonly alerts: Topic;
  /** What could not be delivered, with the reason. */
  public readonly deadLetters: Queue;
  /** What topics of alarms carry. */
  public readonly queue: Queue;
  /** The same of P0, which waits for nothing else. */
  public readonly urgentQueue: Queue;
  /** What timers, the incident API and the function itself write. */
  public readonly commands: Queue;
  public readonly function: LambdaFunction;
  /** The topic for alarms on the notifier itself: plain e-mail and SMS. */
  public readonly watch: Topic;
  #incidents?: IncidentResponse;

  public constructor(scope: Construct, id: string, props: NotifierProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.queue = this.#queue('Queue', '-notifier', props);
    this.urgentQueue = this.#queue('UrgentQueue', '-notifier-urgent', props);
    this.commands = this.#queue('Commands', '-notifier-commands', props);
    for (const queue of [this.queue, this.urgentQueue, this.deadLetters]) {
      queue.addToResourcePolicy(admit(queue, props.namePrefix));
    }
    this.alerts = new Topic(this, 'Alerts', {
      topicName: `${props.namePrefix}-alerts`,
      displayName: 'Vigil',
      masterKey: props.key,
      enforceSSL: true,
    });
    this.watch = this.#watchTopic(props);
    this.function = this.#function(props);
    const { maxConcurrency = EVENT_SOURCES.alarms.maxConcurrency } = props;
    this.#take(this.queue, { ...EVENT_SOURCES.alarms, maxConcurrency });
    this.#take(this.urgentQueue, EVENT_SOURCES.urgent);
    this.#take(this.commands, EVENT_SOURCES.commands);
    subscribeAll(this.alerts, levelsOf(props), props.incidents !== undefined);
    this.deliver(new Heartbeat(this, 'Heartbeat', props).topic);
  }

  #queue(id: string, suffix: string, { namePrefix }: NotifierProps): Queue {
    return new Queue(this, id, {
      // topics of other regions find it by its name
      queueName: shortName(namePrefix, suffix, 80),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: HIDDEN,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MOST_RECEIVES },
    });
  }

  #take(queue: Queue, source: EventSource): void {
    this.function.addEventSource(new SqsEventSource(queue, { ...source, reportBatchItemFailures: true }));
  }

  /** The incident API: its function and the page of that; undefined without `incidents`. */
  public get incidentApi(): Pick<IncidentResponse, 'api' | 'page'> | undefined {
    return this.#incidents;
  }

  #watchTopic({ routes, namePrefix, key }: NotifierProps): Topic {
    const topic = new Topic(this, 'Watch', {
      topicName: `${namePrefix}-watch`,
      displayName: 'Vigil itself',
      masterKey: key,
      enforceSSL: true,
    });
    topic.addToResourcePolicy(publishByAlarms(topic.topicArn, this));
    for (const { _destination } of routes) {
      if (_destination.by === 'subscription') {
        subscribe(topic, _destination.protocol, _destination.endpoint, WITHOUT_FIRST_OK);
      }
    }
    return topic;
  }

  /**
   * Subscribes the notifier to a topic, also of another region.
   *
   * @param severity of the alarms that publish to it
   */
  public deliver(topic: Topic, severity?: Severity): void {
    const isHome = Stack.of(topic) === Stack.of(this);
    const queue = severity === Severity.P0 ? this.urgentQueue : this.queue;
    new CfnSubscription(topic, 'Notifier', {
      topicArn: topic.topicArn,
      protocol: 'sqs',
      endpoint: isHome ? queue.queueArn : this.#arnByName(queue),
      // a subscription's dead-letter queue has to be in its region
      ...(isHome && { redrivePolicy: { deadLetterTargetArn: this.deadLetters.queueArn } }),
    });
  }

  /** Lets it read the states of health checks, to say in their alerts what is wrong. */
  public readHealthChecks(tableArn: string): void {
    Grant.addToPrincipal({ grantee: this.function, actions: ['dynamodb:GetItem'], resourceArns: [tableArn] });
    // it has no resource that could be named
    Grant.addToPrincipal({ grantee: this.function, actions: ['cloudwatch:ListAlarmMuteRules'], resourceArns: ['*'] });
  }

  /** For other stacks, so that none has to know another. */
  #arnByName(queue: Queue): string {
    // its own queueName is a reference
    const { queueName } = queue.node.defaultChild as CfnQueue;
    return Stack.of(this).formatArn({ service: 'sqs', resource: queueName as string });
  }

  #function(props: NotifierProps): LambdaFunction {
    const { role, logGroup, allow } = functionRole(this);

    const isFollowed = props.incidents !== undefined;
    const table = notifierTable(this, `${props.namePrefix}-notifier`, isFollowed);
    const levels = levelsOf(props);
    const channels = channelsOf(this, levels);
    const hasGraphs = channels.some(({ settings }) => CHANNEL_KINDS[settings.kind].hasGraph);
    const graphs = hasGraphs ? graphsBucket(this) : undefined;

    allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], table.tableArn);
    allow(['sqs:SendMessage'], this.deadLetters.queueArn, this.commands.queueArn);
    allow(['sns:Publish'], this.alerts.topicArn);
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], props.key.keyArn);
    this.#allowLookingUp(role);
    for (const { secret } of channels) {
      allow(['secretsmanager:GetSecretValue'], secret.secretFullArn ?? `${secret.secretArn}-??????`);
      if (secret.encryptionKey !== undefined) allow(['kms:Decrypt'], secret.encryptionKey.keyArn);
    }
    if (graphs !== undefined) {
      graphs.addToResourcePolicy(
        new PolicyStatement({
          principals: [role],
          actions: ['s3:GetObject', 's3:PutObject'],
          resources: [graphs.arnForObjects('*.png')],
        }),
      );
      // it has no resource that could be named
      allow(['cloudwatch:GetMetricWidgetImage'], '*');
      const reason = 'GetMetricWidgetImage has no resource that could be named.';
      acknowledge(role, 'AwsSolutions-IAM5[Resource::*]', reason);
    }
    const { namePrefix, incidents } = props;
    const { commands, deadLetters } = this;
    this.#incidents =
      incidents && new IncidentResponse(this, 'Incidents', { ...incidents, namePrefix, table, commands, deadLetters });
    this.#incidents?.grantTo(role);
    const toJson = (value: unknown) => Stack.of(this).toJsonString(value);
    return new LambdaFunction(this, 'Function', {
      description: `Notifies the channels of ${props.namePrefix}'s alerts`,
      runtime: NODE,
      architecture: Architecture.ARM_64,
      code: functionCode(isFollowed ? 'incident-notifier' : 'notifier'),
      handler: 'index.handler',
      memorySize: MEMORY_MB,
      timeout: TIMEOUT,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        ...writeEnvironment(
          NOTIFIER_ENVIRONMENT,
          {
            channels: [...channels.map(({ settings }) => settings), ...alertsChannels(this.alerts, levels, isFollowed)],
            tableName: table.tableName,
            queueUrls: {
              alarms: this.queue.queueUrl,
              urgent: this.urgentQueue.queueUrl,
              commands: this.commands.queueUrl,
            },
            deadLettersUrl: this.deadLetters.queueUrl,
            mostDeliveries: MOST_DELIVERIES,
            graphsBucket: graphs?.bucketName,
          },
          toJson,
        ),
        ...(this.#incidents && writeEnvironment(INCIDENT_ENVIRONMENT, { incidents: this.#incidents.settings }, toJson)),
      },
    });
  }

  /** Permission to read the children of a composite alarm. */
  #allowLookingUp(role: Role): void {
    const { partition, account } = Stack.of(this);
    const alarms = `arn:${partition}:cloudwatch:*:${account}:alarm:*`;
    Grant.addToPrincipal({ grantee: role, actions: ['cloudwatch:DescribeAlarms'], resourceArns: [alarms] });
    const shown = `Resource::arn:<AWS::Partition>:cloudwatch:*:${Token.isUnresolved(account) ? '<AWS::AccountId>' : account}:alarm:*`;
    const reason = 'It looks up the alarms of any composite in this account that notifies its topics, in any region.';
    acknowledge(role, `AwsSolutions-IAM5[${shown}]`, reason);
  }
}

/** The Vigil's own topics, of whatever region, may deliver. */
function admit(queue: Queue, namePrefix: string): PolicyStatement {
  const topics = Stack.of(queue).formatArn({ service: 'sns', region: '*', resource: `${namePrefix}-*` });
  return new PolicyStatement({
    sid: 'TopicsOfThisVigil',
    principals: [new ServicePrincipal('sns.amazonaws.com')],
    actions: ['sqs:SendMessage'],
    resources: [queue.queueArn],
    conditions: { ArnLike: { 'aws:SourceArn': topics } },
  });
}
