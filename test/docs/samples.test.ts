import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { parseMessage } from '../../lambda/shared/parsing/parse-message';
import { emailSubject } from '../../lambda/shared/rendering/email';
import { slackMessage } from '../../lambda/shared/rendering/slack';
import { smsText } from '../../lambda/shared/rendering/sms';
import { postmortemOf } from '../../lib/commands/postmortem-text';
import type { IncidentHistory } from '../../lib/contracts/incident-history';
import * as vigil from '../../lib/index';
import * as testing from '../../lib/rehearsal/testing';
import { Rehearsal } from '../../lib/rehearsal/testing';
import { folderOfApp } from '../bin/run-app';
import { runIn } from '../commands/terminal';
import { load, prod } from '../environments/vigil-file';
import { Bench } from '../lambda/support/bench';
import { plainSlack } from '../lambda/support/plain-slack';
import { MINUTE, passUntil, START, through } from '../lambda/support/scenario';

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

let folder: string;
beforeAll(async () => {
  folder = await folderOfApp('dev', {
    'alarms.test.yaml': sample(README, '# alarms.test.yaml'),
    'testing.test.yaml': sample(page('docs/testing.md'), '# alarms.test.yaml'),
    'health.test.yaml': sample(page('docs/testing.md'), '# health.alarms.test.yaml'),
  });
});

test('README shows what `npm start` prints', async () => {
  const { stdout } = await runIn(folder, ['preview', '--app', 'cdk.out']);

  const printed = stdout.split('\n');
  const lines = sample(README, '33 alarms').split('\n');
  expect(lines.filter((line) => !['', '  …', ...printed].includes(line))).toEqual([]);
});

test('the test file in README passes, and prints what is shown', async () => {
  const { stdout, stderr } = await runIn(folder, ['test']);

  expect({ stdout, stderr }).toEqual({ stdout: sample(README, 'alarms.test.yaml\n'), stderr: '' });
});

test('the test file in docs/testing.md passes, and prints what is shown', async () => {
  const { stdout, stderr } = await runIn(folder, ['test', 'testing.test.yaml']);

  const shown = sample(page('docs/testing.md'), '$ npx vigil test\n').replace('$ npx vigil test\nalarms.', 'testing.');
  expect({ stdout, stderr }).toEqual({ stdout: shown, stderr: '' });
});

test('the test file of health checks in docs/testing.md passes', async () => {
  const { exitCode, stderr } = await runIn(folder, ['test', 'health.test.yaml']);

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});

describe('the jest test in docs/testing.md', () => {
  const modules: Record<string, unknown> = { 'cdk-vigil': vigil, 'cdk-vigil/testing': testing };
  const { code } = transformSync(sample(page('docs/testing.md'), "import { App, Stack } from 'aws-cdk-lib';"), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });

  new Function('require', 'exports', code)((name: string) => modules[name] ?? require(name), {});
});

describe('vigil.json', () => {
  test('in README can be loaded, for each environment', () => {
    const file = sample(README, '{\n  "$schema": "./node_modules/cdk-vigil/vigil.schema.json"');

    for (const name of Object.keys(JSON.parse(file).environments)) {
      const { vigilProps } = load(file, name);
      expect(vigilProps).toMatchObject({
        environment: name,
        routes: [expect.anything(), ...vigilProps.routes.slice(1)],
      });
    }
  });

  test('in docs/incidents.md can be loaded', () => {
    const { incidents } = JSON.parse(`{${sample(page('docs/incidents.md'), '"incidents"')}}`);

    const { vigilProps } = load(prod({ routes: [{ email: 'oncall@example.com' }], incidents }), 'prod');
    expect(vigilProps.incidents).toMatchObject({ digest: incidents.digest, escalation: [{}, {}] });
  });
});

/** The messages about the alarm of the test file in README, as SNS delivers them: into ALARM, and back. */
function messagesOf(state: 'ALARM' | 'OK', values = '_x6 1 _x18'): string[] {
  const { messages } = Rehearsal.ofAssembly(join(folder, 'cdk.out')).series(
    'AWS/Events InvocationsFailedToBeSentToDlq',
    { EventBusName: 'InvoicingBus55A96CC7', RuleName: 'InvoiceCreatedEE82A0E3' },
    values,
    { interval: '5m' },
  );
  return messages
    .filter(({ message }) => {
      const { AlarmName, OldStateValue, NewStateValue } = JSON.parse(message);
      const isChange = OldStateValue !== 'INSUFFICIENT_DATA' && NewStateValue === state;
      return isChange && AlarmName === 'invoicing-dev/InvoiceCreated/EventLostAtDeadLetterQueue';
    })
    .map(({ topicArn, subject, message, time }) => {
      const Timestamp = new Date(time * 1000).toISOString();
      return JSON.stringify({
        Type: 'Notification',
        TopicArn: topicArn,
        Subject: subject,
        Message: message,
        Timestamp,
      });
    });
}

/** A message of the bot as a page prints it: without marks, links by their label, details behind a bar. */
function printed(blocks: readonly string[]): string {
  const [title, , ...details] = blocks.map((block) =>
    block
      .replace(/^picture .*$/, '[graph of the metric around that time]')
      .replace(/ <[^>]*>/g, '')
      .replace(/[*_]/g, '')
      .replace(/ {2,}/g, ' '),
  );
  return [title, ...details.flatMap((block) => block.split('\n')).map((line) => `┃ ${line}`), ''].join('\n');
}

describe('the alert of the test file in README', () => {
  const alertOf = () => parseMessage(messagesOf('ALARM')[0] as string, { id: 'sample', sentAt: START });
  const incidentOf = ({ changedAt }: ReturnType<typeof alertOf>) => ({ startedAt: changedAt, isLate: false });

  test('arrives in Slack as shown', () => {
    const alert = alertOf();
    const pictures = [{ name: 'x', url: 'https://graphs.example.com/x.png' }];
    const message = slackMessage(alert, incidentOf(alert), { mention: 'oncall', pictures });

    expect(sample(README, '@oncall')).toBe(printed(plainSlack(message)));
  });

  test('arrives as a text message and by e-mail as shown', () => {
    const alert = alertOf();

    expect(README).toContain(`As a text message: \`${smsText(alert, incidentOf(alert))}\``);
    expect(README).toContain(`under \`${emailSubject(alert)}\``);
  });
});

test('docs/incidents.md shows the messages of this alert from its beginning to its end', async () => {
  // GIVEN
  const bench = await Bench.startWithoutConnections();
  const lasting = '_x6 1x9 _x18';
  const [alarm, ok] = [...messagesOf('ALARM', lasting), ...messagesOf('OK', lasting)] as [string, string];
  const minute = (count: number) => Date.parse('2026-01-05T00:31:00Z') + count * MINUTE - START;
  const pass = (minutes: number) => passUntil(bench, minute(minutes) / MINUTE);
  const newest = (channel: string) => bench.chat.posts.findLast(({ message }) => message.channel === channel)?.message;
  const shown: string[] = [];
  const show = (channel = 'C0123') => shown.push(printed(plainSlack(newest(channel))));

  // WHEN
  bench.clock = START + minute(0) + 2000;
  await through(bench, alarm);
  show();
  await pass(61);
  show('C0SENIORS');
  await bench.answers().handle({ ask: 'acknowledge', alarm: 'EventLostAtDeadLetterQueue', by: 'Ada' });
  await pass(62);
  show();
  const update = { cause: "the queue's policy does not allow EventBridge", action: 'rolling back', eta: '01:45 UTC' };
  await bench.answers().handle({ ask: 'update', alarm: 'EventLostAtDeadLetterQueue', by: 'Ada', ...update });
  await pass(63);
  show();
  bench.clock = START + minute(90);
  await through(bench, ok);
  show();
  const answer = await bench.answers().handle({ ask: 'history', alarm: 'EventLostAtDeadLetterQueue' });
  await bench.stop();

  // THEN
  const samples = [...page('docs/incidents.md').matchAll(/^```text\n([\s\S]*?)^```$/gm)].map(([, text]) => text);
  expect(samples).toEqual(shown);
  const { history } = answer as { history: IncidentHistory };
  expect(sample(page('docs/incidents.md'), '# Post-mortem')).toBe(postmortemOf(history, { reasons: [] }));
});
