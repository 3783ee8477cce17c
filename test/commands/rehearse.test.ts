import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/commands/run';
import { folderWith } from '../rehearsal/templates';
import { runIn } from './terminal';

const QUEUE = {
  Resources: {
    Orders: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } },
    Stuck: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        ...{ AlarmName: 'shop/orders/Stuck', Namespace: 'AWS/SQS', MetricName: 'ApproximateAgeOfOldestMessage' },
        ...{ Dimensions: [{ Name: 'QueueName', Value: 'orders' }], Statistic: 'Maximum', Period: 60 },
        ...{ EvaluationPeriods: 1, Threshold: 300, ComparisonOperator: 'GreaterThanThreshold' },
      },
    },
  },
};

const folder = () => folderWith({ 't.json': QUEUE });

test('--once with an option of a rehearsal is used wrongly', async () => {
  const { exitCode, stdout, stderr } = await runIn(folder(), [
    'rehearse',
    '--template',
    't.json',
    '--once',
    '--replay',
    'm.csv',
    '--png',
    'out',
  ]);

  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(
    '--once prints the preview and ends, without a rehearsal for --replay, --png. Leave out one or the other.',
  );
});

test('--once prints what preview prints, and ends', async () => {
  const where = folder();
  const once = await runIn(where, ['rehearse', '--template', 't.json', '--once']);
  const preview = await runIn(where, ['preview', '--template', 't.json']);

  expect(once).toEqual(preview);
  expect(once.stdout).toContain('1 alarm for 1 component');
});

test.each([
  [['--port', 'x'], '--port x: give a whole number from 0 to 65535.'],
  [['--speed', '0'], '--speed 0: give a whole number from 1 to 3600.'],
  [
    ['--break', 'orders: earthquake'],
    '--break orders: earthquake: there is no such failure. There are: orders: stuck consumer, orders: slow consumer,',
  ],
  [['--png', 'pictures'], '--png needs Chromium or Chrome, which is not installed.'],
])('%j is refused', async (words, message) => {
  const { exitCode, stdout, stderr } = await runIn(folder(), ['rehearse', '--template', 't.json', ...words], {
    env: { PATH: '/nowhere' },
  });

  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(`vigil: ${message}`);
});

test('without an assembly there is one clear message', async () => {
  const { exitCode, stderr } = await runIn(folder(), ['rehearse']);

  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(/^vigil: There is no cdk\.json/) });
});

/** `vigil rehearse`, until Ctrl+C. */
async function served(where: string, ...words: string[]) {
  const presses: (() => void)[] = [];
  const written = { stdout: '', stderr: '' };
  const write = (name: keyof typeof written) => ({ write: (text: string) => (written[name] += text) });
  const ended = run(['rehearse', '--template', 't.json', ...words], {
    stdout: write('stdout'),
    stderr: write('stderr'),
    env: {},
    cwd: () => where,
    on: (signal, press) => signal === 'SIGINT' && presses.push(press),
  });
  await until(() => written.stdout.includes('Ctrl+C'));
  return {
    written,
    url: /http:\S+/.exec(written.stdout)?.[0] as string,
    /** @returns the exit code */
    end: (): Promise<number> => {
      for (const press of presses) press();
      return ended;
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 30_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Not in time: ${holds}`);
    await new Promise((go) => setTimeout(go, 20));
  }
}

// biome-ignore lint/suspicious/noExplicitAny: whatever the room answers
const json = async (url: string, path: string): Promise<any> => (await fetch(new URL(path, url))).json();

test('a new synthesis is shown, and one that cannot be read leaves the last one there', async () => {
  const where = folder();
  const room = await served(where, '--port', '0');
  const before = await json(room.url, 'api/room');

  writeFileSync(join(where, 't.json'), '{ "Resources": ');
  await until(() => room.written.stderr !== '');
  const meanwhile = await json(room.url, 'api/room');
  const { Stuck, ...rest } = QUEUE.Resources;
  writeFileSync(join(where, 't.json'), JSON.stringify({ Resources: { ...rest, Old: Stuck, New: Stuck } }));
  await until(() => room.written.stdout.includes('The assembly changed: the rehearsal begins again.'));
  const after = await json(room.url, 'api/room');

  expect(before.alarms).toHaveLength(1);
  expect(meanwhile).toEqual(before);
  expect(room.written.stderr).toMatch(/^vigil: .*t\.json:\d+:\d+: .*\n$/);
  expect(after.alarms).toHaveLength(2);
  expect(await room.end()).toBe(0);
});

test('a port that is in use is named, and another one taken', async () => {
  const first = await served(folder(), '--port', '0');
  const { port } = new URL(first.url);

  const second = await served(folder(), '--port', port);

  expect(new URL(second.url).port).not.toBe(port);
  expect(second.written.stderr).toBe(`vigil: port ${port} cannot be used, so another one is.\n`);
  expect(await Promise.all([first.end(), second.end()])).toEqual([0, 0]);
});

test('a browser that leaves is no error, and the next one is served', async () => {
  const room = await served(folder(), '--port', '0');
  for (let visit = 0; visit < 2; visit++) {
    const leaving = new AbortController();
    const response = await fetch(new URL('/api/moments', room.url), { signal: leaving.signal });
    const { value } = (await response.body?.getReader().read()) ?? {};
    leaving.abort();
    expect(Buffer.from(value ?? []).toString()).toMatch(/^data: \{"edition":1,/);
  }
  await new Promise((go) => setTimeout(go, 1000));

  expect(await json(room.url, '/api/alarms')).toHaveLength(1);
  expect(await room.end()).toBe(0);
  expect(room.written.stderr).toBe('');
});

test('unknown metrics and broken lines of a replay are named with file and line, all at once', async () => {
  const where = folderWith({
    't.json': QUEUE,
    'a.csv': 'time,AWS/SQS Sent QueueName=orders\n',
    'b.log': '{}\n{"_aws": {"CloudWatchMetrics"',
  });
  const words = ['rehearse', '--template', 't.json', '--replay', 'a.csv', 'b.log'];

  const { exitCode, stdout, stderr } = await runIn(where, words);

  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr.split('\n')).toEqual([
    expect.stringMatching(/^vigil: a\.csv:1: no alarm or graph reads AWS\/SQS Sent with \{ QueueName: orders \}\. /),
    'b.log:2: This is no JSON: {"_aws": {"CloudWatchMetrics"',
    '',
  ]);
});

test('another assembly is rehearsed beside it, of a file or a folder', async () => {
  const where = folderWith({ 't.json': QUEUE, 'other.json': QUEUE });
  const room = await served(where, '--port', '0', '--compare', 'other.json', '--break', 'orders: stuck consumer');
  const { compared } = await json(room.url, 'api/room');
  const { own, other } = await json(room.url, 'api/report');
  const missing = await runIn(where, ['rehearse', '--template', 't.json', '--compare', 'none.json']);

  expect(compared).toBe('other.json');
  expect(other).toEqual(own);
  expect(own.failures).toHaveLength(1);
  expect(await room.end()).toBe(0);
  expect(missing).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/none\.json: there is no such file\.\n$/),
  });
});
