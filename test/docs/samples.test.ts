import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { read } from '../../lambda/shared/reading/read';
import { emailSubject } from '../../lambda/shared/rendering/email';
import { slackMessage } from '../../lambda/shared/rendering/slack';
import { smsText } from '../../lambda/shared/rendering/sms';
import { Rehearsal } from '../../lib/rehearsal/testing';
import { folderOfApp } from '../bin/run-app';
import { runIn } from '../commands/terminal';
import { plainSlack } from '../lambda/support/plain-slack';
import { mistakesIn } from './compile';

// Samples run as pasted, on the reference system, and their output is what the product prints or sends.

const page = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8');
const README = page('README.md');

/** The first block of code that begins so. */
function sample(text: string, begins: string): string {
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
  const found = blocks.find((code) => code.startsWith(begins));
  if (found === undefined) throw new Error(`No sample begins with '${begins}'.`);
  return found;
}

/** What the samples take from the app around them. */
const AROUND = `
import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { EnvironmentProfile } from 'cdk-vigil';
import { invoicing } from './metrics';
declare const myOwnMetric: IMetric;
export const around = [Duration, Secret, EnvironmentProfile, invoicing];
`;
const createCustomer = 'declare function createCustomer(event: unknown): Promise<{ id: string }>;\n';

test('the samples of README compile: files as they are, the others behind the app', () => {
  const blocks = [...README.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
  const files = new Map(blocks.map((code) => [/^\/\/ (?:\w+\/)?(\w+\.ts)/.exec(code)?.[1] ?? '', code]));
  const others = blocks.filter((code) => !/^\/\/ (?:\w+\/)?(metrics|handler|shop)\.ts/.test(code));

  expect(others.length).toBeGreaterThanOrEqual(5);
  expect(
    mistakesIn({
      'metrics.ts': files.get('metrics.ts') ?? '',
      'handler.ts': `${createCustomer}${files.get('handler.ts')}`,
      'shop.ts': [AROUND, files.get('shop.ts'), ...others.map((code) => `{\n${code}}`)].join('\n'),
    }),
  ).toEqual([]);
}, 60_000);

let folder: string;
beforeAll(async () => {
  folder = await folderOfApp('dev', { 'alarms.test.yaml': sample(README, '# alarms.test.yaml') });
});

test('README shows what `npm start` prints', async () => {
  const { stdout } = await runIn(folder, ['preview', '--app', 'cdk.out']);

  const printed = stdout.split('\n');
  const lines = sample(README, '28 alarms').split('\n');
  expect(lines.filter((line) => !['', '  …', ...printed].includes(line))).toEqual([]);
});

test('the test file in README passes, and prints what is shown', async () => {
  const { stdout, stderr } = await runIn(folder, ['test']);

  expect({ stdout, stderr }).toEqual({ stdout: sample(README, 'alarms.test.yaml\n'), stderr: '' });
});

describe('the alert of the test file in README', () => {
  /** What the notifier reads when the alarm of the sample goes into ALARM. */
  function alertOf() {
    const { messages } = Rehearsal.ofAssembly(join(folder, 'cdk.out')).series(
      'AWS/Events InvocationsFailedToBeSentToDlq',
      { EventBusName: 'InvoicingBus55A96CC7', RuleName: 'InvoiceCreatedEE82A0E3' },
      '_x6 1 _x18',
      { interval: '5m' },
    );
    const { topicArn, subject, message, time } = messages.find(
      (each) => JSON.parse(each.message).NewStateValue === 'ALARM',
    ) as (typeof messages)[number];
    const Timestamp = new Date(time * 1000).toISOString();
    const body = { Type: 'Notification', TopicArn: topicArn, Subject: subject, Message: message, Timestamp };
    return read(JSON.stringify(body), { id: 'sample', sentAt: 0 });
  }

  const incidentOf = ({ changedAt }: ReturnType<typeof alertOf>) => ({ startedAt: changedAt, isLate: false });

  test('arrives in Slack as shown', () => {
    const alert = alertOf();
    const picture = 'https://graphs.example.com/x.png';
    const message = slackMessage(alert, incidentOf(alert), { mention: 'oncall', picture });

    // colour and form of links are Slack's
    const [title, , ...details] = plainSlack(message).map((line) =>
      line
        .replace(/^picture .*$/, '[graph of the metric around that time]')
        .replace(/ <[^>]*>/g, '')
        .replace(/[*_]/g, '')
        .replace(/ {2,}/g, ' '),
    );
    const shown = [title, ...details.flatMap((block) => block.split('\n')).map((line) => `┃ ${line}`), ''];
    expect(sample(README, '@oncall')).toBe(shown.join('\n'));
  });

  test('arrives as a text message and by e-mail as shown', () => {
    const alert = alertOf();

    expect(README).toContain(`As a text message: \`${smsText(alert, incidentOf(alert))}\``);
    expect(README).toContain(`under \`${emailSubject(alert)}\``);
  });
});
