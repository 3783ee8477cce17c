import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CloudWatchClient, paginateDescribeAlarms, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { LoopbackChat } from '../lambda/support/loopback-chat';
import { plainSlack } from '../lambda/support/plain-slack';
import { pause } from './cloud';
import { ACCOUNT, Deployment, REGION } from './deployment';

const BUNDLE = resolve('dist/lambda/functions/notifier/index.js');
const INVOKE = resolve('test/integration/invoke.mjs');
const VIGIL = ['--import', 'tsx', resolve('bin/vigil.ts')];
const PREFIX = 'invoicing-prod-Vigil';
const HOOK = '/services/T000/B000/x';
const run = promisify(execFile);

jest.setTimeout(300_000);
let deployment: Deployment;
let chat: LoopbackChat;
let sqs: SQSClient;

beforeAll(async () => {
  [deployment, chat] = await Promise.all([Deployment.of('prod'), LoopbackChat.start()]);
  sqs = new SQSClient(deployment.options);
  const secret = { Name: 'invoicing/prod/slack-alerts', SecretString: `${chat.url}${HOOK}` };
  await new SecretsManagerClient(deployment.options).send(new CreateSecretCommand(secret));
});
afterAll(async () => {
  sqs?.destroy();
  deployment?.end();
  await chat?.stop();
});

const urlOf = (queue: string) => `${deployment.cloud.endpoint}/${ACCOUNT}/${queue}`;

async function receive(queue: string): Promise<Message | undefined> {
  const wanted = { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All' as const] };
  const command = new ReceiveMessageCommand({ QueueUrl: urlOf(queue), WaitTimeSeconds: 1, ...wanted });
  return (await sqs.send(command)).Messages?.[0];
}

/** The environment of a function as it was deployed. @param has a variable that only this function has */
async function variables(has: string): Promise<Record<string, string>> {
  const authorization = `AWS4-HMAC-SHA256 Credential=testing/20261128/${REGION}/lambda/aws4_request`;
  const response = await fetch(`${deployment.cloud.endpoint}/2015-03-31/functions`, { headers: { authorization } });
  // biome-ignore lint/suspicious/noExplicitAny: functions are what they are
  const { Functions } = (await response.json()) as any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const [found] = Functions.map((fn: any) => fn.Environment?.Variables).filter((each: any) => each?.[has]);
  return found;
}

/** What Lambda does: takes messages from the queue, hands each to the function, and deletes those that it has told. */
async function serve(isOver: () => boolean): Promise<void> {
  const env = { ...deployment.environment, ...(await variables('CHANNELS')) };
  while (!isOver()) {
    const message = await receive(`${PREFIX}-notifier`);
    if (message === undefined) continue;
    const { MessageId: messageId, ReceiptHandle: receiptHandle, Body: body, Attributes: attributes } = message;
    const eventSourceARN = `arn:aws:sqs:${REGION}:${ACCOUNT}:${PREFIX}-notifier`;
    const event = { Records: [{ messageId, receiptHandle, body, attributes, messageAttributes: {}, eventSourceARN }] };
    const { stderr } = await run(process.execPath, [INVOKE, BUNDLE, JSON.stringify([event])], { env });
    const { results } = JSON.parse(stderr.slice(stderr.lastIndexOf('{"results"')));
    if (results[0].batchItemFailures.length > 0) continue;
    await sqs.send(new DeleteMessageCommand({ QueueUrl: urlOf(`${PREFIX}-notifier`), ReceiptHandle: receiptHandle }));
  }
}

test('vigil alert-test proves the route of what was deployed', async () => {
  // WHEN
  let isOver = false;
  const served = serve(() => isOver);
  const { stdout, stderr } = await run(
    process.execPath,
    [...VIGIL, 'alert-test', '--app', deployment.assembly, '--timeout', '60', 'Api/Failing'],
    { env: deployment.environment },
  );
  for (let tries = 0; tries < 40 && (chat.shown.get(HOOK)?.length ?? 0) < 2; tries++) await pause(250);
  isOver = true;
  await served;

  // THEN
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/).slice(0, 2)),
  ).toEqual([
    ['delivered', 'Slack invoicing/prod/slack-alerts'],
    ['sent', 'oncall@example.com'],
    ['sent', '+447700900123'],
  ]);
  expect(stderr).toMatch(/invoicing-prod\/Api\/Failing is set back to OK\./);
  const messages = (chat.shown.get(HOOK) ?? []).map((message) => plainSlack(message)[0]);
  expect(messages).toEqual([
    expect.stringMatching(/^@here \*\[TEST P1\] Api in prod: /),
    expect.stringMatching(/^\*\[TEST P1 OK\] Api in prod: Recovered: /),
  ]);
});

test('a subscriber of a raw topic is notified of an alarm', async () => {
  // GIVEN
  await sqs.send(new CreateQueueCommand({ QueueName: 'subscriber' }));
  await new SNSClient(deployment.options).send(
    new SubscribeCommand({
      TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:${PREFIX}-P2`,
      Protocol: 'sqs',
      Endpoint: `arn:aws:sqs:${REGION}:${ACCOUNT}:subscriber`,
    }),
  );

  // WHEN
  const AlarmName = 'invoicing-prod/CreatedInvoices/DeadLetters';
  const command = new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'by hand' });
  await new CloudWatchClient(deployment.options).send(command);

  // THEN
  const { Body = '{}' } = (await receive('subscriber')) ?? {};
  expect(JSON.parse(JSON.parse(Body).Message)).toMatchObject({ AlarmName, NewStateValue: 'ALARM' });
});

test('the function of health checks runs those of the stack', async () => {
  // GIVEN the function as it was deployed
  const { assembly, environment, options } = deployment;
  const variablesOfChecker = await variables('HEALTH_CHECKS');
  const env = { ...environment, ...variablesOfChecker, NODE_PATH: resolve('node_modules') };
  const folder = readdirSync(assembly)
    .map((name) => join(assembly, name))
    .find((each) => existsSync(join(each, 'checks.json')));

  // WHEN
  const event = JSON.stringify([{ shard: 0, time: new Date().toISOString() }]);
  const { stdout } = await run(process.execPath, [INVOKE, join(folder as string, 'index.js'), event], { env });

  // THEN it keeps the state of each check in its table
  const checks = ['health', 'invoices', 'portal'];
  const { Items = [] } = await new DynamoDBClient(options).send(
    new ScanCommand({ TableName: variablesOfChecker['TABLE_NAME'] }),
  );
  expect(Items.map(({ sk }) => sk?.S).sort()).toEqual(checks);
  // AND publishes the metrics that the alarms of the account read
  const published = stdout
    .split('\n')
    .filter((line) => line.startsWith('{"_aws"'))
    .map((line) => JSON.parse(line))
    .map(({ Check, Checker }) => ({ Check, Checker }));
  expect(published.map(({ Check }) => Check).sort()).toEqual(checks);
  const read: object[] = [];
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client: new CloudWatchClient(options) }, {})) {
    for (const { AlarmName, Dimensions = [] } of MetricAlarms) {
      if (!AlarmName?.endsWith('.HealthCheckFailing')) continue;
      read.push(Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])));
    }
  }
  expect(read).toEqual(expect.arrayContaining(published));
});
