import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alarm, folderWith, subscription, topic } from '../rehearsal/templates';
import { LoopbackAccount } from './loopback-account';
import { type Outcome, runIn } from './terminal';

let aws: LoopbackAccount;
let folder: string;
beforeAll(async () => {
  aws = await LoopbackAccount.start();
});
afterAll(() => aws.stop());

const names = Array.from({ length: 120 }, (_, index) => `Shop/Orders/Alarm${index}`);
const mute = (...words: string[]): Promise<Outcome> => runIn(folder, ['mute', '--app', 'cdk.out', ...words]);

/** An app with 120 alarms that have actions and one that has none, all of them deployed. */
beforeEach(() => {
  aws.clear();
  const alarms = names.map((AlarmName, index) => [
    `Alarm${index}`,
    alarm({ AlarmName, AlarmActions: [{ Ref: 'Pages' }] }),
  ]);
  const Resources = {
    Pages: topic(),
    Mail: subscription({ Ref: 'Pages' }, 'email', 'oncall@example.com'),
    NoActions: alarm({ AlarmName: 'NoActions' }),
    ...Object.fromEntries(alarms),
  };
  const shop = {
    type: 'aws:cloudformation:stack',
    environment: 'aws://1/eu-west-1',
    properties: { templateFile: 'shop.json' },
  };
  folder = folderWith({ 'cdk.out/manifest.json': { artifacts: { shop } }, 'cdk.out/shop.json': { Resources } });
  for (const name of [...names, 'NoActions']) {
    const AlarmArn = `arn:aws:cloudwatch:eu-west-1:1:alarm:${name}`;
    aws.alarms.set(name, { AlarmName: name, AlarmArn, StateValue: 'OK', StateReason: '' });
  }
});

test('alarms are muted only while a command runs', async () => {
  // GIVEN a command that runs while the mute rules are recorded
  const seen: string[] = [];
  const watch = setInterval(() => seen.push(...aws.muting.keys()), 20);

  // WHEN
  const { exitCode, stderr } = await mute('--for', '45', '--', process.execPath, '-e', 'setTimeout(() => {}, 300)');
  clearInterval(watch);

  // THEN
  expect(exitCode).toBe(0);
  expect(new Set(seen)).toEqual(new Set(['shop-vigil-mute', 'shop-vigil-mute-2']));
  expect([...aws.muting.keys()]).toEqual([]);
  expect(stderr).toMatch(
    /^Mutes 120 alarms from \d\d:\d\d UTC until \d\d:\d\d UTC at the latest\.\nThe mute has ended\. Alarms notify again\.\n$/,
  );
});

test('it mutes the alarms that have actions, at most 100 in a rule, for a limited time', async () => {
  await mute('--for', '45');

  expect(aws.written.flatMap(({ MuteTargets }) => MuteTargets.AlarmNames).sort()).toEqual([...names].sort());
  expect(aws.written.map(({ MuteTargets }) => MuteTargets.AlarmNames.length)).toEqual([100, 20]);
  for (const { Rule } of aws.written) {
    expect(Rule.Schedule.Duration).toBe('PT45M');
    const [, from] = /^at\((.{16})\)$/.exec(Rule.Schedule.Expression) as unknown as [string, string];
    expect(Math.abs(Date.parse(`${from}Z`) - Date.now())).toBeLessThanOrEqual(61_000);
  }
  // until they are ended or expire
  expect(aws.muting.size).toBe(2);
});

test('--off ends a mute, also of alarms that are no longer deployed', async () => {
  await mute();
  aws.alarms.clear();

  const { exitCode, stderr } = await mute('--off');

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'The mute has ended.\n' });
  expect(aws.muting.size).toBe(0);
});

test('a command that fails fails vigil mute, and alarms notify again', async () => {
  const { exitCode, stderr } = await mute('--', process.execPath, '-e', 'process.exit(3)');

  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /The mute has ended\. Alarms notify again\.\nvigil: '.* -e process\.exit\(3\)' failed: exit code 3\.\n$/,
  );
  expect(aws.muting.size).toBe(0);
});

test('a command that does not exist fails vigil mute', async () => {
  const { exitCode, stderr } = await mute('--', 'no-such-command');

  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(/no-such-command ENOENT/) });
  expect(aws.muting.size).toBe(0);
});

test('a mute that cannot be ended does not change the outcome of the command', async () => {
  aws.refused.set('DeleteAlarmMuteRule', 'AccessDeniedException');

  const { exitCode, stderr } = await mute('--', process.execPath, '-e', '');

  expect(exitCode).toBe(0);
  expect(stderr).toMatch(
    /The mute could not be ended\. It ends by itself at the time above\. .*cloudwatch:DeleteAlarmMuteRule/,
  );
});

test('without deployed alarms nothing is muted, and the command runs', async () => {
  aws.alarms.clear();
  const note = join(mkdtempSync(join(tmpdir(), 'vigil-mute-')), 'ran');

  const { exitCode, stderr } = await mute('--', process.execPath, '-e', `require('fs').writeFileSync('${note}', '')`);

  expect({ exitCode, ran: existsSync(note) }).toEqual({ exitCode: 0, ran: true });
  expect(stderr).toMatch(/None of the app's alarms is deployed: there is nothing to mute\./);
  expect(aws.written).toEqual([]);
  rmSync(join(note, '..'), { recursive: true });
});

test.each([
  [['--for', 'ever'], /--for ever: give whole minutes, from 1 to 21600, which is 15 days\./],
  [['--for', '0'], /--for 0/],
  [['--for', '21601'], /--for 21601/],
  [['--off', '--', 'true'], /--off ends a mute\. Leave out the command\./],
])('%p is used wrongly', async (words, message) => {
  const { exitCode, stderr } = await mute(...words);

  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(message) });
  expect(aws.written).toEqual([]);
});

test('without the permission nothing runs', async () => {
  aws.refused.set('PutAlarmMuteRule', 'AccessDeniedException');

  const { exitCode, stderr } = await mute('--', 'no-such-command');

  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: expect.stringMatching(/These credentials may not cloudwatch:PutAlarmMuteRule in eu-west-1/),
  });
});
