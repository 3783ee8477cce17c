import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { LoopbackAws } from '../lambda/notifier/loopback-aws';
import { LoopbackChat } from '../lambda/notifier/loopback-chat';
import { bySns, change, trigger } from '../lambda/notifier/payloads/payload';

const ROUNDS = 9;
const SDK = resolve('node_modules/@aws-sdk/client-dynamodb/package.json');
const ALERTS = 'arn:aws:sns:eu-west-1:123456789012:Shop-Vigil-alerts';

jest.setTimeout(120_000);
let aws: LoopbackAws;
let chat: LoopbackChat;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-cold-'));
  [aws, chat] = await Promise.all([LoopbackAws.start(), LoopbackChat.start()]);
  aws.secrets.set('hook', `${chat.url}/services/x`);
});
afterAll(async () => {
  await Promise.all([aws.stop(), chat.stop()]);
  rmSync(folder, { recursive: true });
});

/** In milliseconds and MiB; of the processor, what the start of Node.js takes is included. */
interface FirstCall {
  readonly milliseconds: number;
  readonly cpu: number;
  readonly megabytes: number;
}

/** The first call of a handler in a process of its own. */
async function firstCall(file: string, round: number): Promise<FirstCall> {
  const { body } = bySns('cold', change(`cold-${round}`, { Trigger: trigger('Shop', 'Failed', {}) }));
  const attributes = { ApproximateReceiveCount: '1' };
  const event = { Records: [{ messageId: 'x', receiptHandle: 'x', body, attributes, messageAttributes: {} }] };
  const severities = ['P1'];
  const env = {
    ...process.env,
    NODE_NO_WARNINGS: '1',
    CHANNELS: JSON.stringify([
      { id: 'hook', kind: 'slack', secret: 'hook', severities },
      { id: 'alerts', kind: 'alertsTopic', topicArn: ALERTS, severities },
    ]),
    TABLE_NAME: 'ledger',
    QUEUE_URL: `${aws.url}/queue`,
    DEAD_LETTERS_URL: `${aws.url}/dead-letters`,
    MOST_DELIVERIES: '8',
  };
  const words = [resolve('test/integration/invoke.mjs'), file, JSON.stringify([event])];
  const { stderr } = await promisify(execFile)(process.execPath, words, { env });
  return JSON.parse(stderr.slice(stderr.lastIndexOf('{"results"')));
}

/** With a table, a secret, a topic and Slack, the first call uses three clients; it is printed beside its floors. */
test('the cold first call stays within the memory of the function', async () => {
  // GIVEN
  const file = (name: string, code: string) => {
    const path = join(folder, `${name}.cjs`);
    writeFileSync(path, code);
    return path;
  };
  const functions = {
    empty: file('empty', 'exports.handler = async () => ({});'),
    oneClient: file(
      'one-client',
      `const { createRequire } = require('node:module');
       const { DynamoDBClient, GetItemCommand } = createRequire(${JSON.stringify(SDK)})('@aws-sdk/client-dynamodb');
       const client = new DynamoDBClient();
       const command = new GetItemCommand({ TableName: 'ledger', Key: { pk: { S: 'x' }, sk: { S: 'x' } } });
       exports.handler = () => client.send(command);`,
    ),
    notifier: resolve('dist/lambda/functions/notifier/index.js'),
  };

  // WHEN
  const calls: Record<string, FirstCall[]> = {
    empty: [],
    oneClient: [],
    notifier: [],
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, path] of Object.entries(functions)) calls[name]?.push(await firstCall(path, round));
  }
  // what else the machine does can only make it slower
  const best = (name: string, figure: keyof FirstCall) => Math.min(...(calls[name] ?? []).map((call) => call[figure]));
  const told = Object.keys(functions).map(
    (name) =>
      `${name} ${best(name, 'milliseconds').toFixed(0)} ms, of the processor ${best(name, 'cpu').toFixed(0)} ms`,
  );
  const megabytes = Math.max(...(calls['notifier'] ?? []).map((call) => call.megabytes));

  // THEN
  console.log(`cold first call, best of ${ROUNDS}: ${told.join('; ')}; ${megabytes.toFixed(0)} MiB`);
  expect(chat.shown.get('/services/x')).toHaveLength(ROUNDS);
  expect(megabytes).toBeLessThanOrEqual(128);
});
