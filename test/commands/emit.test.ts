import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { run } from '../../lib/commands/run';
import { Clock } from '../../lib/rehearsal/room/clock';
import { Room } from '../../lib/rehearsal/room/room';
import { type Serving, serve } from '../../lib/rehearsal/room/server';
import { alarm, assemblyWith } from '../rehearsal/templates';

const PAGES = 'shop/orders/Failed';
const assembly = assemblyWith({
  Failed: alarm({
    ...{ AlarmName: PAGES, Namespace: 'Shop', MetricName: 'Failed' },
    ...{ Dimensions: [{ Name: 'Service', Value: 'orders' }], Threshold: 5 },
  }),
});

const line = (more: object = { Failed: 7 }, name = 'Failed') =>
  JSON.stringify({
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: [{ Namespace: 'Shop', Dimensions: [['Service']], Metrics: [{ Name: name, Unit: 'Count' }] }],
    },
    Service: 'orders',
    ...more,
  });

let clock: Clock;
let serving: Serving;
beforeEach(async () => {
  clock = new Clock(new Room(assembly, { title: 'shop' }), 60);
  serving = await serve(clock, 0);
});
afterEach(() => serving.close());

/** `… | vigil emit` */
async function emit(chunks: readonly (string | Buffer)[], port = new URL(serving.url).port) {
  const stdout = new PassThrough();
  const written = buffer(stdout);
  let stderr = '';
  const exitCode = await run(['emit', '--port', port], {
    stdin: Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
    stdout,
    stderr: { write: (text: string) => (stderr += text) },
    env: {},
    cwd: () => '/',
  });
  stdout.end();
  return { exitCode, stderr, stdout: await written };
}

const forward = (seconds: number) => clock.obey({ do: 'forward', seconds });
const states = () => clock.room.statuses().map(({ name, state }) => [name, state]);

test('metrics that code prints move the alarms at the time of the rehearsal', async () => {
  await forward(3600);
  expect(states()).toEqual([[PAGES, 'OK']]);

  const { exitCode, stderr } = await emit([`START\n${line()}\nEND\n`]);
  await forward(60);

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(states()).toEqual([[PAGES, 'ALARM']]);
});

test('what code publishes is not made any more, and cannot be broken', async () => {
  const [target] = clock.room.view.targets;
  await emit([line({ Failed: 0 })]);

  expect(clock.moment().live).toEqual([target?.id]);
  expect(await clock.obey({ do: 'break', target: target?.id as string, failure: 'bad-deployment' })).toBe(false);
  // nothing is published any more, so nothing breaches
  await forward(3600);
  expect(states()).toEqual([[PAGES, 'OK']]);
});

test('every byte is passed on, also of lines that are cut, and control characters', async () => {
  const bytes = Buffer.from(`é\u001b[31m red\r\n${line()}\n::error::no newline at the end`);
  const chunks = [...bytes].map((byte) => Buffer.from([byte]));

  const { stdout, exitCode } = await emit(chunks);

  expect(stdout.equals(bytes)).toBe(true);
  expect(exitCode).toBe(0);
});

test('a reader that is slow loses nothing', async () => {
  const chunks = Array.from({ length: 200 }, (_, index) => `${index} ${'x'.repeat(5000)}\n`);

  const { stdout } = await emit(chunks);

  expect(stdout.toString()).toBe(chunks.join(''));
});

test('metrics that nothing reads and lines that are broken are named, each once', async () => {
  const unread = line({ Other: 1 }, 'Other');
  const { exitCode, stderr } = await emit([[unread, unread, line({ Failed: 'x' }), line()].join('\n')]);

  expect(exitCode).toBe(0);
  expect(stderr.split('\n').sort()).toEqual([
    '',
    'vigil: a line was not taken: \'Failed\' is no number: "x".',
    'vigil: no alarm and no graph of the rehearsal reads Shop Other Service=orders.',
  ]);
});

test('without a rehearsal there is one clear message, and all output is passed on', async () => {
  const { port } = new URL(serving.url);
  await serving.close();
  const text = `before\n${line()}\n${line()}\nafter\n`;

  const { exitCode, stdout, stderr } = await emit([text], port);
  serving = await serve(clock, 0);

  expect(exitCode).toBe(1);
  expect(stdout.toString()).toBe(text);
  expect(stderr).toBe(
    `vigil: no rehearsal answers at http://127.0.0.1:${port}/. Start one with 'vigil rehearse', or give its port with --port. Lines are passed on all the same.\nvigil: 2 lines with metrics could not be sent.\n`,
  );
});

test('another server is not taken for a rehearsal', async () => {
  const other = createServer((_, response) => response.end('hello'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));

  const { exitCode, stderr } = await emit([line()], `${(other.address() as AddressInfo).port}`);
  await new Promise((resolve) => other.close(resolve));

  expect(exitCode).toBe(1);
  expect(stderr).toContain('is no rehearsal. Give the port of one with --port.');
});

test.each([
  [['--port', '0'], '--port 0: give a whole number from 1 to 65535.'],
  [[], "'vigil emit' reads what code prints. Pipe it: node handler.js | npx vigil emit"],
])('%j is refused without a pipe', async (words, message) => {
  let stderr = '';
  const exitCode = await run(['emit', ...words], {
    stdout: { write: () => true },
    stderr: { write: (text: string) => (stderr += text) },
    env: {},
    cwd: () => '/',
  });

  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: `vigil: ${message}\n` });
});
