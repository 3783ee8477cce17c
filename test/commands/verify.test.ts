import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Terminal } from '../../lib/commands/terminal';
import { type VerifyOptions, verify } from '../../lib/commands/verify';
import { MARK } from '../../lib/rehearsal/verification/names';
import { readRecord } from '../../lib/rehearsal/verification/read-record';
import { alarm, folderWith, mathAlarm, query } from '../rehearsal/templates';
import { LoopbackCloudWatch } from '../support/loopback-cloudwatch/server';
import { type Outcome, runIn } from './terminal';

let aws: LoopbackCloudWatch;
beforeAll(async () => {
  aws = await LoopbackCloudWatch.start();
});
afterAll(() => aws.stop());
beforeEach(() => aws.reset());

const MIXED = 'IF(MAX(m) >= 5 AND m > 1, m, 0)';
/** Two alarms, of which one has a form that nobody documents. */
const Resources = {
  Depth: alarm({ AlarmName: 'Depth', Threshold: 7 }),
  Jump: mathAlarm([{ Id: 'e', Expression: MIXED, ReturnData: true }, query('m', 'AWS/Lambda', 'Duration', 'Maximum')], {
    AlarmName: 'Jump',
    DatapointsToAlarm: 1,
  }),
};
const folder = () => folderWith({ 'app.json': { Resources } });

interface Written {
  stdout: string;
  stderr: string;
}

function append(written: Written, name: keyof Written, text: string): void {
  written[name] += text;
}

/** The command at virtual time, with what it wrote. */
async function verified(
  cwd: string,
  options: Partial<VerifyOptions> = {},
  more: Partial<Terminal> = {},
): Promise<Written & { error?: Error }> {
  const written: Written = { stdout: '', stderr: '' };
  const stream = (name: keyof Written) => ({ columns: 100, write: (text: string) => append(written, name, text) });
  const terminal = { stdout: stream('stdout'), stderr: stream('stderr'), env: {}, cwd: () => cwd, ...more };
  try {
    await verify({ region: 'eu-west-1', yes: true, template: ['app.json'], ...options }, terminal, aws.clock);
    return written;
  } catch (error) {
    return { ...written, error: error as Error };
  }
}

function putAlarm(AlarmName: string, AlarmDescription: string): void {
  const evaluated = { ComparisonOperator: 'GreaterThanThreshold', Threshold: 1, EvaluationPeriods: 1 };
  aws.account.putMetric({ AlarmName, AlarmDescription, ...evaluated, MetricName: 'x', Statistic: 'Sum', Period: 60 });
}

/** A run in which every alarm is refused is over at once; it has a record as any other. */
function refuseAll(meanwhile: () => void): void {
  aws.refuses = () => {
    meanwhile();
    return 'It is invalid';
  };
}

const inFolder = (...words: string[]): Promise<Outcome> => runIn(folder(), ['verify', ...words]);

test('asks CloudWatch, says what it follows, and writes a record that preview shows', async () => {
  // GIVEN a CloudWatch that counts no gaps, refuses mixed operands, and everything that is invalid
  aws.reset({ averageGaps: 'skipped', mixedLogic: 'refused' });
  aws.refuses = ({ AlarmName }) => (/-refused-/.test(AlarmName) ? 'It is invalid for account 123456789012' : undefined);
  const cwd = folder();

  // WHEN
  const { stdout, stderr, error } = await verified(cwd);

  // THEN
  expect(error?.message).toBe('1 condition of rules does not behave on AWS as simulated.');
  expect(stdout).toMatch(/^ {2}otherwise +avg-skips +AVG and STDDEV of one series skip periods without a value$/m);
  expect(stdout).toMatch(/^ {2}otherwise +refused +PutMetricAlarm refuses a scalar AND \(or OR\) a series$/m);
  expect(stdout).toMatch(/^ {2}as assumed +op-gap/m);
  expect(stdout).toMatch(/Conditions: 1 of 2 behave as simulated\n {2}refused +Jump +/);
  expect(stdout).toMatch(/Invalid alarms: 40 of 40 are refused/);
  expect(aws.names).toEqual([]);
  const [, most = ''] = /^ *([\d,]+) +API requests/m.exec(stderr) ?? [];
  expect(aws.calls.length).toBeGreaterThan(500);
  expect(aws.calls.length).toBeLessThanOrEqual(Number(most.replace(',', '')));
  const [, file = ''] =
    /The record is written to (docs\/verified\/20260304T091723Z-\d+m-[0-9a-f]{8}-eu-west-1\.json)/.exec(stderr) ?? [];
  const record = readRecord(file, readFileSync(join(cwd, file), 'utf8'));
  expect(file).toContain(record.run);
  expect(record.shapes.map(({ rules, outcome }) => [rules, outcome])).toEqual([
    [['Depth'], 'as simulated'],
    [['Jump'], 'refused'],
  ]);
  expect(JSON.stringify(record)).not.toContain('123456789012');
  const { stdout: preview } = await runIn(cwd, ['preview', '--template', 'app.json']);
  expect(preview).toMatch(
    /Verified on AWS\n {2}as simulated +Depth +eu-west-1, 2026-03-04\n {2}refused +Jump +eu-west-1, 2026-03-04\n/,
  );
});

test('a record that is written meanwhile under the same name is kept, and the new one is printed', async () => {
  const cwd = folder();
  refuseAll(() => writeFileSync(join(cwd, 'mine.json'), 'kept'));

  const { stdout, error } = await verified(cwd, { record: 'mine.json' });

  expect(readFileSync(join(cwd, 'mine.json'), 'utf8')).toBe('kept');
  expect(readRecord('stdout', stdout).region).toBe('eu-west-1');
  expect(error?.message).toBe('The record cannot be written to mine.json: EEXIST.');
});

test.each([
  ['app.json', 'there is such a file'],
  ['docs/verified/today.json', 'docs is no folder'],
  ['taken', 'it is a folder'],
])('--record %s, which cannot be written, is an error before anything is created', async (record, why) => {
  const cwd = folderWith({ 'app.json': { Resources }, docs: {}, 'taken/x.json': {} });

  const { error } = await verified(cwd, { record });

  expect(error?.message).toBe(`The record cannot be written to ${record}: ${why}. Give another '--record'.`);
  expect(aws.calls).toEqual([]);
});

test('a record that cannot be written in the end is printed', async () => {
  const cwd = folder();
  refuseAll(() => writeFileSync(join(cwd, 'docs'), ''));

  const { stdout, error } = await verified(cwd);

  expect(readRecord('stdout', stdout).region).toBe('eu-west-1');
  expect(error?.message).toMatch(/^The record cannot be written to docs.verified.*json: E\w+\.$/);
});

test('preview says what is simulated only, and which file is no record', async () => {
  const cwd = folderWith({ 'app.json': { Resources }, 'docs/verified/old.json': { format: 2 } });
  const { stdout } = await runIn(cwd, ['preview', '--template', 'app.json']);
  expect(stdout).toMatch(
    /Verified on AWS\n {2}simulated only +2 of 2 conditions\. To ask CloudWatch: npx vigil verify --region REGION\n {2}not read +docs\/verified\/old\.json is no record of 'vigil verify': /,
  );
});

test('--dry-run prints the plan, and calls nothing', async () => {
  const { exitCode, stdout } = await inFolder('--region', 'eu-west-1', '--template', 'app.json', '--dry-run');

  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/costs at most \$0\.\d\d \(limit: \$1\)/);
  expect(stdout).toMatch(/metric alarms named vigil-verify-\*, without any action: they notify nobody/);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  expect(aws.calls).toEqual([]);
});

test('--dry-run says which conditions are not fully compared', async () => {
  // GIVEN one that looks back for ten hours, and one that no series brings into ALARM
  const long = alarm({ AlarmName: 'Long', EvaluationPeriods: 600 });
  const never = mathAlarm(
    [{ Id: 'e', Expression: 'm - m', ReturnData: true }, query('m', 'AWS/Lambda', 'Errors', 'Sum')],
    {
      AlarmName: 'Never',
    },
  );
  const cwd = folderWith({ 'app.json': { Resources: { Long: long, Never: never } } });

  const { stdout } = await verified(cwd, { dryRun: true });

  const [, section] = /^Does not compare\n((?: .*\n)+)/m.exec(stdout) ?? [];
  expect(section).toBe('  Never: how it comes into ALARM: no made series does that within 24 minutes\n');
});

test('--policy prints the least permissions', async () => {
  const { exitCode, stdout } = await inFolder('--region', 'eu-west-1', '--policy');

  expect(exitCode).toBe(0);
  const { Statement } = JSON.parse(stdout);
  const allowed = Statement.flatMap(({ Action }: { Action: string | string[] }) => Action);
  expect(allowed.sort()).toEqual([
    'cloudwatch:DeleteAlarms',
    'cloudwatch:DescribeAlarmHistory',
    'cloudwatch:DescribeAlarms',
    'cloudwatch:PutCompositeAlarm',
    'cloudwatch:PutMetricAlarm',
    'cloudwatch:PutMetricData',
  ]);
  for (const { Action, Resource, Condition } of Statement) {
    const isNarrow = Resource === 'arn:aws:cloudwatch:eu-west-1:*:alarm:vigil-verify-*' || Condition !== undefined;
    expect([Action, isNarrow]).toEqual([Action, ![Action].flat().includes('cloudwatch:DescribeAlarms')]);
  }
});

test.each([
  ['us-gov-west-1', 'aws-us-gov'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['us-isob-east-1', 'aws-iso-b'],
])('--policy in %s is one of %s', async (region, partition) => {
  const { stdout } = await inFolder('--region', region, '--policy');

  expect(stdout).toContain(`"arn:${partition}:cloudwatch:${region}:*:alarm:vigil-verify-*"`);
});

test.each([
  [['--region', 'ireland'], /--region ireland: this is not a region code/],
  [['--template', 'app.json'], /required option '--region <region>' not specified/],
  [['--region', 'eu-west-1', '--template', 'app.json'], /Nobody can be asked here\. Give '--yes' to agree\./],
])('%p is used wrongly', async (words, message) => {
  const { exitCode, stderr } = await inFolder(...words);

  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(message) });
  expect(aws.calls).toEqual([]);
});

test.each([
  ['n\n', 'Nothing was created.'],
  ['', 'Nothing was created.'],
])('what is not agreed to with %p does not start', async (answer, message) => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  stdin.end(answer);

  const { error, stderr } = await verified(folder(), { yes: false }, { stdin });

  expect(error?.message).toBe(message);
  expect(stderr).toMatch(/Create this\? \[y\/N\] $/);
  expect(aws.calls).toEqual([]);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s deletes what was made', async (signal) => {
  // GIVEN
  const listeners = new Map<string, () => void>();
  let alarms = 0;
  aws.fault = (action) => {
    if (action === 'PutMetricAlarm' && ++alarms === 20) listeners.get(signal)?.();
    return undefined;
  };

  // WHEN
  const { error } = await verified(
    folder(),
    {},
    {
      on: (name, listener) => listeners.set(name, listener),
      off: (name) => listeners.delete(name),
    },
  );

  // THEN
  expect(error?.message).toBe('Interrupted. All alarms are deleted; there is no record.');
  expect(alarms).toBe(20);
  expect(aws.names).toEqual([]);
  expect(listeners.size).toBe(0);
});

test('--clean deletes what a killed run left, and nothing else', async () => {
  // GIVEN a run that cannot delete, and an alarm of somebody else
  aws.fault = (action) => (action === 'DeleteAlarms' ? 'AccessDeniedException' : undefined);
  const { error } = await verified(folder());
  expect(error?.message).toMatch(/Delete it with: vigil verify --clean --run [\w-]+ --region eu-west-1$/);
  expect(aws.names.length).toBeGreaterThan(50);
  putAlarm('vigil-verify-mine', 'Made by hand.');
  aws.fault = () => undefined;
  aws.clock.time += 3 * 3600;

  // WHEN
  const { stdout } = await verified(folder(), { clean: true });

  // THEN
  expect(stdout).toMatch(
    /^\d+ alarms deleted in eu-west-1\.\nNot made by 'vigil verify', and left alone: vigil-verify-mine\.\n$/,
  );
  expect(aws.names).toEqual(['vigil-verify-mine']);
});

describe('with the run of a colleague in the same account', () => {
  const COLLEAGUES = '20260304T090000Z-30m-0123abcd';
  const OLD = '20260303T090000Z-30m-89abcdef';
  beforeEach(() => {
    for (const run of [COLLEAGUES, OLD]) putAlarm(`vigil-verify-${run}-avg-gaps-alarm`, MARK);
  });

  test('--clean deletes what is over, and says what may go on', async () => {
    const { stdout } = await verified(folder(), { clean: true });

    expect(stdout).toBe(
      [
        '1 alarm deleted in eu-west-1.',
        "Left alone, for somebody may need them. '--run RUN' or '--all' deletes them:",
        `  ${COLLEAGUES}: 1 alarm, may go on until 2026-03-04T10:30Z\n`,
      ].join('\n'),
    );
    expect(aws.names).toEqual([`vigil-verify-${COLLEAGUES}-avg-gaps-alarm`]);
    aws.clock.time += 4400;
    await verified(folder(), { clean: true });
    expect(aws.names).toEqual([]);
  });

  test('--run deletes what this run has made, and --all everything', async () => {
    const { stdout } = await verified(folder(), { clean: true, run: COLLEAGUES });
    expect(stdout).toBe('1 alarm deleted in eu-west-1.\n');
    expect(aws.names).toEqual([`vigil-verify-${OLD}-avg-gaps-alarm`]);

    putAlarm(`vigil-verify-${COLLEAGUES}-avg-gaps-alarm`, MARK);
    await verified(folder(), { clean: true, all: true });
    expect(aws.names).toEqual([]);
  });

  test('its end ends no other run: what a run deletes in the end is its own', async () => {
    aws.fault = (action) => (action === 'PutMetricData' ? 'AccessDeniedException' : undefined);
    await verified(folder());
    expect(aws.names).toHaveLength(2);
  });
});

test('a name with a time that does not exist is never over by itself', async () => {
  const run = '20261399T990000Z-30m-0123abcd';
  putAlarm(`vigil-verify-${run}-avg-gaps-alarm`, MARK);
  const { stdout } = await verified(folder(), { clean: true });
  expect(stdout).toContain(`  ${run}: 1 alarm, has no time\n`);
});

test.each<[Partial<VerifyOptions>, string]>([
  [{ all: true }, "--all says what '--clean' deletes. Give both."],
  [{ run: 'x' }, "--run says what '--clean' deletes. Give both."],
  [{ clean: true, run: 'x' }, '--run x: this is no run. They are named as in 20260304T091723Z-35m-0123abcd.'],
  [{ clean: true, all: true, run: 'x' }, "Give '--run' or '--all', not both."],
])('%j is used wrongly', async (options, message) => {
  const { error } = await verified(folder(), options);
  expect(error?.message).toBe(message);
  expect(aws.calls).toEqual([]);
});

test('without permissions it ends with what is needed', async () => {
  aws.fault = (action) => (action === 'PutMetricData' ? 'AccessDeniedException' : undefined);
  const { error } = await verified(folder());
  expect(error?.message).toMatch(
    /may not cloudwatch:PutMetricData in eu-west-1.*'vigil verify --policy --region eu-west-1'/,
  );
});
