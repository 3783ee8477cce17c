import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { LoopbackChat } from '../lambda/notifier/loopback-chat';
import { described } from '../lambda/notifier/payloads/payload';
import { plainSlack } from '../lambda/notifier/plain-slack';
import { Cloud } from './cloud';

const BUNDLE = resolve('dist/lambda/functions/notifier/index.js');
const INVOKE = resolve('test/integration/invoke.mjs');
const ACCOUNT = '123456789012';

jest.setTimeout(120_000);
let cloud: Cloud;
let chat: LoopbackChat;
let endpoint: string;
let folder: string;
const region = 'us-east-1';
const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
const options = () => ({ endpoint, region, credentials });
const arnOf = (service: string, name: string) => `arn:aws:${service}:${region}:${ACCOUNT}:${name}`;
const urls: Record<string, string> = {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-notifier-'));
  chat = await LoopbackChat.start();
  cloud = await Cloud.start();
  endpoint = cloud.endpoint;
  await build();
});
afterAll(async () => {
  cloud.stop();
  await chat.stop();
  rmSync(folder, { recursive: true });
});

/** What the constructs deploy, as far as a message passes through it. */
async function build(): Promise<void> {
  const sns = new SNSClient(options());
  const sqs = new SQSClient(options());
  for (const name of ['Shop-Vigil-P1', 'Shop-Vigil-alerts']) await sns.send(new CreateTopicCommand({ Name: name }));
  for (const name of ['notifier', 'dead-letters', 'subscriber', 'raw']) {
    urls[name] = (await sqs.send(new CreateQueueCommand({ QueueName: name }))).QueueUrl as string;
  }
  for (const [topic, queue] of [
    ['P1', 'notifier'],
    ['P1', 'raw'],
    ['alerts', 'subscriber'],
  ]) {
    await sns.send(
      new SubscribeCommand({
        TopicArn: arnOf('sns', `Shop-Vigil-${topic}`),
        Protocol: 'sqs',
        Endpoint: arnOf('sqs', queue as string),
      }),
    );
  }
  await new DynamoDBClient(options()).send(
    new CreateTableCommand({
      TableName: 'ledger',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  const secrets = new SecretsManagerClient(options());
  await secrets.send(new CreateSecretCommand({ Name: 'bot', SecretString: 'xoxb-secret-token' }));
  await new CloudWatchClient(options()).send(
    new PutMetricAlarmCommand({
      AlarmName: 'Shop/Orders/QueueStuck',
      AlarmDescription: described(
        'QueueStuck',
        'Nothing has taken a message for 15 minutes, and messages wait.',
        ['Look for errors of the consumer.', 'Look whether it is throttled.'],
        { unit: 'seconds' },
      ),
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: 'orders' }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 3,
      Threshold: 900,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [arnOf('sns', 'Shop-Vigil-P1')],
      OKActions: [arnOf('sns', 'Shop-Vigil-P1')],
    }),
  );
}

async function setState(value: 'ALARM' | 'OK', reason: string): Promise<void> {
  const client = new CloudWatchClient(options());
  await client.send(
    new SetAlarmStateCommand({ AlarmName: 'Shop/Orders/QueueStuck', StateValue: value, StateReason: reason }),
  );
}

/** The next message of a queue. */
async function receive(queue: string): Promise<Message> {
  const sqs = new SQSClient(options());
  const command = new ReceiveMessageCommand({
    QueueUrl: urls[queue],
    WaitTimeSeconds: 1,
    MessageAttributeNames: ['All'],
    MessageSystemAttributeNames: ['All'],
  });
  for (let tries = 0; tries < 20; tries++) {
    const [message] = (await sqs.send(command)).Messages ?? [];
    if (message !== undefined) return message;
  }
  throw new Error(`No message in ${queue}.`);
}

interface Invocation {
  readonly results: readonly { readonly batchItemFailures: readonly unknown[] }[];
  readonly milliseconds: number;
  readonly megabytes: number;
}

async function invoke(file: string, events: readonly unknown[], secret = 'bot'): Promise<Invocation> {
  const channels = [
    { id: 'bot', kind: 'slackBot', secret, channel: 'C0123ABCD', severities: ['P0', 'P1', 'P2'] },
    { id: 'alerts', kind: 'alertsTopic', topicArn: arnOf('sns', 'Shop-Vigil-alerts'), severities: ['P0', 'P1', 'P2'] },
  ];
  const env = {
    PATH: process.env['PATH'],
    NODE_NO_WARNINGS: '1',
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    CHANNELS: JSON.stringify(channels),
    TABLE_NAME: 'ledger',
    QUEUE_URL: urls['notifier'],
    DEAD_LETTERS_URL: urls['dead-letters'],
    MOST_DELIVERIES: '8',
    SLACK_API: `${chat.url}/api`,
  };
  const { stderr } = await promisify(execFile)(process.execPath, [INVOKE, file, JSON.stringify(events)], { env });
  return JSON.parse(stderr.slice(stderr.lastIndexOf('{"results"')));
}

const asEvent = ({ MessageId, ReceiptHandle, Body, Attributes }: Message) => ({
  Records: [
    { messageId: MessageId, receiptHandle: ReceiptHandle, body: Body, attributes: Attributes, messageAttributes: {} },
  ],
});

test('an alarm goes from CloudWatch to Slack, and a subscriber hears of it', async () => {
  // WHEN
  await setState(
    'ALARM',
    'Threshold Crossed: 1 out of the last 1 datapoints [1260.0 (23/08/26 04:14:00)] was greater than the threshold (900.0).',
  );
  const event = asEvent(await receive('notifier'));
  const { results } = await invoke(BUNDLE, [event, event]);

  // THEN
  expect(results).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
  expect(JSON.parse((await receive('raw')).Body as string).TopicArn).toMatch(/Shop-Vigil-P1$/);
  expect(chat.posts).toHaveLength(1);
  const lines = plainSlack(chat.posts[0]?.message).join('\n');
  expect(lines).toContain('[P1] Orders in prod: Nothing has taken a message for 15 minutes, and messages wait.');
  const told = JSON.parse(JSON.parse((await receive('subscriber')).Body as string).Message);
  expect(told).toMatchObject({ version: '1.0', state: 'ALARM', severity: 'P1', component: 'Orders' });
  console.log(lines);
});

test('its recovery changes the message and stands below it', async () => {
  await setState('OK', 'Threshold Crossed: no datapoints were greater than the threshold (900.0).');
  await invoke(BUNDLE, [asEvent(await receive('notifier'))]);

  expect(chat.posts.map(({ thread }) => thread)).toEqual([undefined, chat.posts[0]?.ts]);
  expect(chat.posts[0]?.message.attachments[0].color).toBe('#2e7d32');
});

test('a secret that is missing leaves a dead letter with its reason', async () => {
  await setState('ALARM', 'again');
  await invoke(BUNDLE, [asEvent(await receive('notifier'))], 'missing');

  const { MessageAttributes } = await receive('dead-letters');
  expect(MessageAttributes?.['vigilReason']?.StringValue).toMatch(/ResourceNotFoundException/);
});
