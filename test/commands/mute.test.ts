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

/** An app with 120 alarms that tell somebody and one that does not, all of them deployed. */
beforeEach(() => {
  aws.clear();
  const alarms = names.map((AlarmName, index) => [
    `Alarm${index}`,
    alarm({ AlarmName, AlarmActions: [{ Ref: 'Pages' }] }),
  ]);
  const Resources = {
    Pages: topic(),
    Mail: subscription({ Ref: 'Pages' }, 'email', 'oncall@example.com'),
    Silent: alarm({ AlarmName: 'Silent' }),
    ...Object.fromEntries(alarms),
  };
  const shop = {
    type: 'aws:cloudformation:stack',
    environment: 'aws://1/eu-west-1',
    properties: { templateFile: 'shop.json' },
  };
  folder = folderWith({ 'cdk.out/manifest.json': { artifacts: { shop } }, 'cdk.out/shop.json': { Resources } });
  for (const name of [...names, 'Silent']) {
    const AlarmArn = `arn:aws:cloudwatch:eu-west-1:1:alarm:${name}`;
    aws.alarms.set(name, { AlarmName: name, AlarmArn, StateValue: 'OK', StateReason: '' });
  }
});

test('alarms are mute while a command runs, and no longer', async () => {
  // GIVEN a command that takes note of the mutes
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
    /^Mutes 120 alarms from \d\d:\d\d UTC until \d\d:\d\d UTC at the latest\.\nAlarms tell people again\.\n$/,
  );
});

test('they are those that tell somebody, at most a hundred in a rule, for a time that ends by itself', async () => {
  await mute('--for', '45');

  expect(aws.written.flatMap(({ MuteTargets }) => MuteTargets.AlarmNames).sort()).toEqual([...names].sort());
  expect(aws.written.map(({ MuteTargets }) => MuteTargets.AlarmNames.length)).toEqual([100, 20]);
  for (const { Rule } of aws.written) {
    expect(Rule.Schedule.Duration).toBe('PT45M');
    const [, from] = /^at\((.{16})\)$/.exec(Rule.Schedule.Expression) as unknown as [string, string];
    expect(Math.abs(Date.parse(`${from}Z`) - Date.now())).toBeLessThanOrEqual(61_000);
  }
  // until somebody ends it, or it does
  expect(aws.muting.size).toBe(2);
});

test('--off ends it, also what was deployed no longer', async () => {
  await mute();
  aws.alarms.clear();

  const { exitCode, stderr } = await mute('--off');

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'No alarm is muted by vigil mute any more.\n' });
  expect(aws.muting.size).toBe(0);
});

test('a command that fails fails this, and alarms tell people again', async () => {
  const { exitCode, stderr } = await mute('--', process.execPath, '-e', 'process.exit(3)');

  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/Alarms tell people again\.\nvigil: '.* -e process\.exit\(3\)' ended with 3\.\n$/);
  expect(aws.muting.size).toBe(0);
});

test('a command that is not there fails this too', async () => {
  const { exitCode, stderr } = await mute('--', 'no-such-command');

  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(/no-such-command ENOENT/) });
  expect(aws.muting.size).toBe(0);
});

test('what cannot be ended ends by itself, and the command has its own outcome', async () => {
  aws.refused.set('DeleteAlarmMuteRule', 'AccessDeniedException');

  const { exitCode, stderr } = await mute('--', process.execPath, '-e', '');

  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/The mute could not be ended, and ends by itself\. .*cloudwatch:DeleteAlarmMuteRule/);
});

test('what is not deployed yet is not muted, and the command runs', async () => {
  aws.alarms.clear();
  const note = join(mkdtempSync(join(tmpdir(), 'vigil-mute-')), 'ran');

  const { exitCode, stderr } = await mute('--', process.execPath, '-e', `require('fs').writeFileSync('${note}', '')`);

  expect({ exitCode, ran: existsSync(note) }).toEqual({ exitCode: 0, ran: true });
  expect(stderr).toMatch(/None of its alarms is deployed yet: there is nothing to mute\./);
  expect(aws.written).toEqual([]);
  rmSync(join(note, '..'), { recursive: true });
});

test.each([
  [['--for', 'ever'], /--for ever: give whole minutes, from 1 to 21600, which is 15 days\./],
  [['--for', '0'], /--for 0/],
  [['--for', '21601'], /--for 21601/],
  [['--off', '--', 'true'], /--off ends a mute; a command cannot run with it\./],
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
