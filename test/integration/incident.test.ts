import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateScheduleGroupCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { INCIDENT_API_MARK } from '../../lib/contracts/function-environments';
import { LoopbackChat } from '../lambda/support/loopback-chat';
import { bySns, change, described, OK } from '../lambda/support/payloads/payload';
import { plainSlack } from '../lambda/support/plain-slack';
import { Cloud } from './cloud';

jest.setTimeout(180_000);
const ACCOUNT = '123456789012';
/** So long ago that the next level is due. */
const BEGAN = Date.now() - 3_600_000;
const region = 'us-east-1';
let cloud: Cloud;
let chat: LoopbackChat;
let queueUrl: string;
const options = () => ({
  endpoint: cloud.endpoint,
  region,
  credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
});

beforeAll(async () => {
  chat = await LoopbackChat.start();
  cloud = await Cloud.start();
  const sqs = new SQSClient(options());
  queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'notifier' }))).QueueUrl as string;
  await sqs.send(new CreateQueueCommand({ QueueName: 'dead-letters' }));
  await new SchedulerClient(options()).send(new CreateScheduleGroupCommand({ Name: 'timers' }));
  const secrets = new SecretsManagerClient(options());
  await secrets.send(new CreateSecretCommand({ Name: 'bot', SecretString: 'xoxb-secret-token' }));
  await secrets.send(new CreateSecretCommand({ Name: 'key', SecretString: 'k'.repeat(64) }));
  await new DynamoDBClient(options()).send(
    new CreateTableCommand({
      TableName: 'ledger',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'open', AttributeType: 'S' },
        { AttributeName: 'startedAt', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'open',
          KeySchema: [
            { AttributeName: 'open', KeyType: 'HASH' },
            { AttributeName: 'startedAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
});
afterAll(async () => {
  cloud.stop();
  await chat.stop();
});

/** Invokes a bundle in a process of its own, as Lambda does. */
async function invoke<Result>(name: string, event: unknown): Promise<Result> {
  const channels = [
    { id: 'bot', kind: 'slackBot', secret: 'bot', channel: 'C0ONCALL', severities: ['P0', 'P1', 'P2'] },
    { id: 'seniors', kind: 'slackBot', secret: 'bot', channel: 'C0SENIORS', severities: ['P0', 'P1'], level: 2 },
  ];
  const arnOf = (queue: string) => `arn:aws:sqs:${region}:${ACCOUNT}:${queue}`;
  const env = {
    PATH: process.env['PATH'],
    NODE_NO_WARNINGS: '1',
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    CHANNELS: JSON.stringify(channels),
    TABLE_NAME: 'ledger',
    QUEUE_URLS: JSON.stringify({ alarms: 'x', urgent: 'x', commands: queueUrl }),
    COMMANDS_URL: queueUrl,
    DEAD_LETTERS_URL: queueUrl.replace('notifier', 'dead-letters'),
    MOST_DELIVERIES: '8',
    SLACK_API: `${chat.url}/api`,
    KEY: 'key',
    VIGIL: INCIDENT_API_MARK,
    FOLLOW_UP: JSON.stringify({
      answersUrl: 'https://answers.example.com/',
      key: 'key',
      timers: {
        group: 'timers',
        roleArn: `arn:aws:iam::${ACCOUNT}:role/timers`,
        queueArn: arnOf('notifier'),
        deadLettersArn: arnOf('dead-letters'),
      },
    }),
  };
  const file = resolve(`dist/lambda/functions/${name}/index.js`);
  const words = [resolve('test/integration/invoke.mjs'), file, JSON.stringify([event])];
  const { stderr } = await promisify(execFile)(process.execPath, words, { env });
  return JSON.parse(stderr.slice(stderr.lastIndexOf('{"results"'))).results[0];
}

/** Writes into the queue, and lets the function take what is there. */
async function through(body?: string): Promise<void> {
  const sqs = new SQSClient(options());
  if (body !== undefined) await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
  const command = new ReceiveMessageCommand({ QueueUrl: queueUrl, MessageSystemAttributeNames: ['All'] });
  const [message] = (await sqs.send(command)).Messages ?? [];
  if (message === undefined) throw new Error('The queue is empty.');
  const { MessageId: messageId, ReceiptHandle: receiptHandle, Body, Attributes: attributes } = message;
  const eventSourceARN = `arn:aws:sqs:${region}:${ACCOUNT}:notifier`;
  const record = { messageId, receiptHandle, body: Body, attributes, messageAttributes: {}, eventSourceARN };
  expect(await invoke('incident-notifier', { Records: [record] })).toEqual({ batchItemFailures: [] });
}

const changeAt = (minutes: number, fields: object = {}): string =>
  bySns(
    'm',
    change('Shop/Orders/QueueStuck', {
      ...fields,
      StateChangeTime: new Date(BEGAN + minutes * 60_000).toISOString().replace('Z', '+0000'),
      AlarmDescription: described('QueueStuck', 'Nothing has taken a message for long.', ['Look for errors.']),
    }),
  ).body;
const shown = (channel: string): string[] =>
  chat.posts
    .filter(({ message }) => message.channel === channel)
    .map(({ message }) => plainSlack(message)[0]?.replaceAll('*', '') as string);

test('an incident from its alarm to the next level, to somebody who has it, to its end', async () => {
  // an alarm
  await through(changeAt(0));
  expect(shown('C0ONCALL')).toEqual([
    '[P1] Orders in prod: Nothing has taken a message for long. (eu-west-1, 123456789012)',
  ]);

  // its timer rings
  const scheduler = new SchedulerClient(options());
  const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({ GroupName: 'timers' }));
  const [Name] = Schedules.map((schedule) => schedule.Name);
  const timer = await scheduler.send(new GetScheduleCommand({ Name, GroupName: 'timers' }));
  const due = Date.parse(`${/^at\((.+)\)$/.exec(timer.ScheduleExpression ?? '')?.[1]}Z`);
  // a timer of the past would never ring
  expect(due).toBeGreaterThan(Date.now());
  expect(due).toBeLessThan(Date.now() + 120_000);
  expect(timer.ActionAfterCompletion).toBe('DELETE');
  await through(timer.Target?.Input);
  expect(shown('C0SENIORS')).toEqual([expect.stringMatching(/^\[P1 L2\] Orders in prod: Not acknowledged for/)]);

  // somebody opens the link, and takes it
  const link = /https:\/\/answers\.example\.com\/\?([^\s>]+)/.exec(JSON.stringify(chat.posts[0]))?.[1] as string;
  const rawQueryString = link.replace(/["\\].*$/, '');
  const request = { rawQueryString, requestContext: { http: { method: 'GET' } }, isBase64Encoded: false };
  expect(await invoke('incident-api', request)).toMatchObject({ statusCode: 200 });
  const form = { ...request, requestContext: { http: { method: 'POST' } }, body: 'by=Ada+Lovelace' };
  const { body } = await invoke<{ body: string }>('incident-api', form);
  expect(body).toContain('Thank you, Ada Lovelace.');
  await through();
  expect(shown('C0SENIORS').at(-1)).toMatch(/Acknowledged by Ada Lovelace/);
  expect(await invoke('incident-api', { ask: 'list' })).toMatchObject({
    incidents: [{ alarm: 'Shop/Orders/QueueStuck', acknowledged: { by: 'Ada Lovelace' } }],
  });

  // it is over
  await through(changeAt(90, OK));
  expect(shown('C0ONCALL')[0]).toMatch(/^\[P1 OK\]/);
  expect(await invoke('incident-api', { ask: 'list' })).toEqual({ incidents: [] });
  expect(await invoke('incident-api', request)).toMatchObject({
    body: expect.stringContaining('The incident has ended'),
  });
  expect(await invoke('incident-api', { ask: 'history', alarm: 'QueueStuck' })).toMatchObject({
    history: {
      alarm: 'Shop/Orders/QueueStuck',
      // no change is later than its message
      until: expect.any(String),
      moments: [
        { kind: 'ALARM', messages: [{ channel: 'bot', state: 'sent' }] },
        { kind: 'escalated', level: 2 },
        { kind: 'acknowledged', by: 'Ada Lovelace' },
        { kind: 'OK' },
      ],
    },
  });
});
