import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { LoopbackChat } from '../lambda/support/loopback-chat';
import { Cloud } from './cloud';

const BUNDLE = resolve('dist/lambda/functions/notifier/index.js');
const INVOKE = resolve('test/integration/invoke.mjs');
const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';
export const arnOf = (service: string, name: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;

/** How a function is invoked. */
export interface Surroundings {
  /** Where its messages come from; its dead letters go to `…-dead-letters`. */
  readonly queue: string;
  readonly channels: readonly object[];
  /** Where it finds AWS and Slack; what it needs else is the shop's. */
  readonly endpoint?: string;
  readonly slackApi?: string;
  readonly remainingMs?: number;
  /** How much its clock is fast. */
  readonly aheadMs?: number;
  /** Hears of the process, which may be ended. */
  readonly onStart?: (child: ChildProcess) => void;
}

export interface Invocation {
  readonly results: readonly { readonly batchItemFailures: readonly unknown[] }[];
}

/** What the constructs deploy, as far as a message passes through it, on a cloud and a chat on loopback. */
export class Shop {
  readonly #queues = new Map<string, string>();
  readonly #sns: SNSClient;
  readonly #sqs: SQSClient;

  private constructor(
    public readonly cloud: Cloud,
    public readonly chat: LoopbackChat,
  ) {
    this.#sns = new SNSClient(this.options);
    this.#sqs = new SQSClient(this.options);
  }

  public static async open(): Promise<Shop> {
    const shop = new Shop(await Cloud.start(), await LoopbackChat.start());
    const keys = ['pk', 'sk'] as const;
    await new DynamoDBClient(shop.options).send(
      new CreateTableCommand({
        TableName: 'ledger',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
        KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
      }),
    );
    return shop;
  }

  public async close(): Promise<void> {
    for (const client of [this.#sns, this.#sqs]) client.destroy();
    this.cloud.stop();
    await this.chat.stop();
  }

  public get options() {
    const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
    return { endpoint: this.cloud.endpoint, region: REGION, credentials };
  }

  public async topic(name: string, ...queues: string[]): Promise<void> {
    await this.#sns.send(new CreateTopicCommand({ Name: name }));
    for (const queue of queues) {
      const subscription = { TopicArn: arnOf('sns', name), Protocol: 'sqs', Endpoint: arnOf('sqs', queue) };
      await this.#sns.send(new SubscribeCommand(subscription));
    }
  }

  public async queue(name: string): Promise<void> {
    const { QueueUrl } = await this.#sqs.send(new CreateQueueCommand({ QueueName: name }));
    this.#queues.set(name, QueueUrl as string);
  }

  public async secret(Name: string, SecretString: string): Promise<void> {
    await new SecretsManagerClient(this.options).send(new CreateSecretCommand({ Name, SecretString }));
  }

  public async publish(topic: string, Message: string): Promise<void> {
    await this.#sns.send(new PublishCommand({ TopicArn: arnOf('sns', topic), Message }));
  }

  /** The next message of a queue; undefined if none comes within some seconds, with 0 if none is there. */
  public async next(queue: string, VisibilityTimeout?: number, seconds = 20): Promise<Message | undefined> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.#queues.get(queue),
      WaitTimeSeconds: Math.min(1, seconds),
      VisibilityTimeout,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    });
    for (let tries = 0; tries < Math.max(1, seconds); tries++) {
      const [message] = (await this.#sqs.send(command)).Messages ?? [];
      if (message !== undefined) return message;
    }
    return undefined;
  }

  public async receive(queue: string): Promise<Message> {
    const message = await this.next(queue);
    if (message === undefined) throw new Error(`No message in ${queue}.`);
    return message;
  }

  public async delete(queue: string, { ReceiptHandle }: Message): Promise<void> {
    await this.#sqs.send(new DeleteMessageCommand({ QueueUrl: this.#queues.get(queue), ReceiptHandle }));
  }

  /** Invokes the function in a process of its own; undefined if that was ended. */
  public async invoke(
    messages: readonly Message[],
    { queue, channels, endpoint, slackApi, remainingMs = 30_000, aheadMs = 0, onStart }: Surroundings,
  ): Promise<Invocation | undefined> {
    const aws = endpoint ?? this.cloud.endpoint;
    const env = {
      PATH: process.env['PATH'],
      NODE_NO_WARNINGS: '1',
      AWS_ENDPOINT_URL: aws,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      CHANNELS: JSON.stringify(channels),
      TABLE_NAME: 'ledger',
      // where a queue is called is a part of its address
      QUEUE_URLS: JSON.stringify({
        alarms: this.#queues.get(queue)?.replace(this.cloud.endpoint, aws),
        urgent: `${aws}/urgent`,
        commands: `${aws}/commands`,
      }),
      DEAD_LETTERS_URL: this.#queues.get(`${queue}-dead-letters`)?.replace(this.cloud.endpoint, aws),
      MOST_DELIVERIES: '8',
      SLACK_API: `${slackApi ?? this.chat.url}/api`,
    };
    const events = JSON.stringify(messages.map(asEvent));
    const child = spawn(process.execPath, [INVOKE, BUNDLE, events, `${remainingMs}`, `${aheadMs}`], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    onStart?.(child);
    const told = await text(child.stderr);
    const start = told.lastIndexOf('{"results"');
    if (start >= 0) return JSON.parse(told.slice(start));
    if (child.killed) return undefined;
    throw new Error(told);
  }
}

const asEvent = ({ MessageId, ReceiptHandle, Body, Attributes }: Message) => ({
  Records: [
    {
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      attributes: Attributes,
      messageAttributes: {},
      eventSourceARN: `arn:aws:sqs:${REGION}:123456789012:alarms`,
    },
  ],
});
