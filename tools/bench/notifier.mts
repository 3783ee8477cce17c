// The notifier's size, and its first call in a new sandbox beside its floors: an empty function, and one that does nothing but
// load a client of the AWS SDK and use it once. `npm run build && npx tsx tools/bench/notifier.mts`; ends with 1 when a target is
// missed. What counts is the time of the processor: in that by the clock is the machine's other work.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { LoopbackAws } from '../../test/lambda/support/loopback-aws.js';
import { LoopbackChat } from '../../test/lambda/support/loopback-chat.js';
import { bySns, change, trigger } from '../../test/lambda/support/payloads/payload.js';

const ROUNDS = Number(process.env['ROUNDS'] ?? 15);
const MOST_BYTES = 20 * 1024;
const MOST_MEGABYTES = 128;
const RATIO = 1.5;
const ALERTS = 'arn:aws:sns:eu-west-1:123456789012:Shop-Vigil-alerts';
const NOTIFIER = resolve('dist/lambda/functions/notifier/index.js');
const SDK = JSON.stringify(resolve('node_modules/@aws-sdk/client-dynamodb/package.json'));

/** The least that loads one client: it asks for what is not there. */
const ONE_CLIENT = `
  const { createRequire } = require('node:module');
  const { DynamoDBClient, GetItemCommand } = createRequire(${SDK})('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient();
  const command = new GetItemCommand({ TableName: 'ledger', Key: { pk: { S: 'x' }, sk: { S: 'x' } } });
  exports.handler = () => client.send(command);`;

interface FirstCall {
  readonly milliseconds: number;
  /** Of the processor, the start of Node.js included. */
  readonly cpu: number;
  readonly megabytes: number;
}

async function firstCall(file: string, env: NodeJS.ProcessEnv, round: number): Promise<FirstCall> {
  const { body } = bySns('cold', change(`cold-${round}`, { Trigger: trigger('Shop', 'Failed', {}) }));
  const attributes = { ApproximateReceiveCount: '1' };
  const message = { messageId: 'x', receiptHandle: 'x', body, attributes, messageAttributes: {} };
  const event = { Records: [{ ...message, eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:a' }] };
  const words = [resolve('test/integration/invoke.mjs'), file, JSON.stringify([event])];
  const { stderr } = await promisify(execFile)(process.execPath, words, { env });
  return JSON.parse(stderr.slice(stderr.lastIndexOf('{"results"')));
}

/** One alert to Slack and to a topic: it needs a table, a secret and a topic, which is three clients. */
const environmentFor = (aws: LoopbackAws): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_NO_WARNINGS: '1',
  CHANNELS: JSON.stringify([
    { id: 'hook', kind: 'slack', secret: 'hook', severities: ['P1'] },
    { id: 'alerts', kind: 'alertsTopic', topicArn: ALERTS, severities: ['P1'] },
  ]),
  TABLE_NAME: 'ledger',
  QUEUE_URLS: JSON.stringify({ alarms: `${aws.url}/a`, urgent: `${aws.url}/u`, commands: `${aws.url}/c` }),
  DEAD_LETTERS_URL: `${aws.url}/dead-letters`,
  MOST_DELIVERIES: '8',
});

const folder = mkdtempSync(join(tmpdir(), 'vigil-cold-'));
const write = (name: string, code: string): string => {
  writeFileSync(join(folder, name), code);
  return join(folder, name);
};
const functions = {
  'an empty function': write('empty.cjs', 'exports.handler = async () => ({});'),
  'one client of the SDK, used once': write('one-client.cjs', ONE_CLIENT),
  'the notifier, one alert to two channels': NOTIFIER,
};
const calls = new Map<string, FirstCall[]>(Object.keys(functions).map((name) => [name, []]));
const [aws, chat] = await Promise.all([LoopbackAws.start(), LoopbackChat.start()]);
try {
  // by turns, so that whatever else the machine does meets all alike
  for (let round = 0; round < ROUNDS; round++) {
    // each is the first alert of its half minute
    aws.clear();
    aws.secrets.set('hook', `${chat.url}/services/x`);
    for (const [name, file] of Object.entries(functions)) {
      calls.get(name)?.push(await firstCall(file, environmentFor(aws), round));
    }
  }
  if (chat.shown.get('/services/x')?.length !== ROUNDS) throw new Error('The notifier did not send each alert.');
} finally {
  await Promise.all([aws.stop(), chat.stop()]);
  rmSync(folder, { recursive: true });
}

/** What other work on the machine adds is not ours: the least of many. */
const least = (name: string, figure: keyof FirstCall): number =>
  Math.min(...(calls.get(name) ?? []).map((call) => call[figure]));
const [, client, notifier] = Object.keys(functions) as [string, string, string];
const code = readFileSync(NOTIFIER);
const packed = (file: string): number => gzipSync(readFileSync(file), { level: 9 }).length;
const zipped = packed(NOTIFIER);
/** With what is loaded later: the texts of messages, summaries. */
const whole = readdirSync(dirname(NOTIFIER)).reduce((sum, file) => sum + packed(join(dirname(NOTIFIER), file)), 0);
const megabytes = Math.max(...(calls.get(notifier) ?? []).map((call) => call.megabytes));
const ratio = (figure: keyof FirstCall) => least(notifier, figure) / least(client, figure);

console.log(`first call in a new process, the least of ${ROUNDS}              ms    of the processor`);
for (const name of Object.keys(functions)) {
  console.log(
    `  ${name.padEnd(44)} ${least(name, 'milliseconds').toFixed(0).padStart(8)} ${least(name, 'cpu').toFixed(0).padStart(11)}`,
  );
}
const size = `${(code.length / 1024).toFixed(1)} KB of code, ${(zipped / 1024).toFixed(1)} KB packed, ${(whole / 1024).toFixed(1)} KB with what is loaded later`;
const times = `${ratio('cpu').toFixed(2)} of the processor's time, ${ratio('milliseconds').toFixed(2)} by the clock`;
const checks: [boolean, string][] = [
  [ratio('cpu') <= RATIO, `first call, in calls that use one client: ${times} (target ${RATIO})`],
  [zipped <= MOST_BYTES, `bundle without the SDK: ${size} (target ${MOST_BYTES / 1024} KB)`],
  [megabytes <= MOST_MEGABYTES, `memory: ${megabytes.toFixed(0)} MiB (target ${MOST_MEGABYTES} MiB)`],
];
for (const [met, what] of checks) console.log(`${met ? 'ok    ' : 'MISSED'} ${what}`);
process.exitCode = checks.every(([met]) => met) ? 0 : 1;
