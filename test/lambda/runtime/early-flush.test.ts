import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { operation } from '../../../lambda/runtime';
import { defineMetrics, Unit } from '../../../lib/catalogue';
import { dataOf } from './embedded-metric-format';
import { capture, isRecord, type Json, lines, release } from './standard-output';

const shop = defineMetrics({ namespace: 'Shop', metrics: { Orders: { unit: Unit.COUNT } } });
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const contextWith = (milliseconds: number) => {
  const end = Date.now() + milliseconds;
  return { awsRequestId: 'r-1', getRemainingTimeInMillis: () => end - Date.now() };
};
const ordersIn = (written: readonly Json[]) =>
  written
    .filter(isRecord)
    .flatMap(dataOf)
    .filter(({ name }) => name === 'Orders')
    .map(({ value }) => value);

describe('before the time-out', () => {
  beforeEach(capture);
  afterEach(release);

  test('what was measured is published, and the log has a warning', async () => {
    // GIVEN a handler that takes longer than its function may
    const handler = operation(shop, async (_event, op) => {
      op.count('Orders', 2);
      await wait(400);
      op.count('Orders', 5);
    });

    // WHEN 200 ms are left, of which Lambda would use the last
    const running = handler({}, contextWith(200));
    await wait(250);
    const early = lines();
    await running;
    const late = lines();

    // THEN
    expect(ordersIn(early)).toEqual([2]);
    expect(early.find((line) => !isRecord(line))).toMatchObject({ level: 'WARN', requestId: 'r-1' });
    // a handler that ends in time after all has nothing counted twice
    expect(ordersIn(late)).toEqual([5]);
    expect(late.filter(isRecord)).toHaveLength(1);
  });

  test.each([
    ['nothing is known of the time', { awsRequestId: 'r-1' }],
    ['the context is none', null],
    ['it is far away', contextWith(1e12)],
    [
      'reading it throws',
      {
        getRemainingTimeInMillis: () => {
          throw new Error('no');
        },
      },
    ],
  ])('nothing is published early where %s', async (_, context) => {
    const handler = operation(shop, async (_event, op) => {
      op.count('Orders');
      await wait(20);
      return lines();
    });
    expect(await handler({}, context as never)).toEqual([]);
  });
});

test('streamed responses: the handler has the stream as its last parameter, and the record its ids', async () => {
  // GIVEN a handler as `awslambda.streamifyResponse` calls it
  capture();
  const written: string[] = [];
  const stream = { write: (chunk: string) => written.push(chunk), end: () => written.push('end') };
  const context = contextWith(10_000);
  const handler = operation(shop, async (_event, op, given, responseStream) => {
    op.count('Orders');
    op.log.info('streams');
    responseStream.write(`${given === context} ${op.requestId}`);
    responseStream.end();
  });

  // WHEN
  await handler({}, stream, context);

  // THEN
  const all = lines();
  release();
  expect(written).toEqual(['true r-1', 'end']);
  expect(all).toHaveLength(2);
  for (const line of all) expect(line).toMatchObject({ requestId: 'r-1' });
});

test('the callback that Lambda passes to every handler is no stream', async () => {
  capture();
  const context = contextWith(10_000);
  const handler = operation(shop, (_event, _op, given, responseStream) => [given === context, responseStream]);
  const result = await (handler as (...given: unknown[]) => Promise<unknown>)({}, context, () => {});
  release();
  expect(result).toEqual([true, undefined]);
});

describe('when the process ends', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-'));
  const root = join(__dirname, '..', '..', '..');
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['process.exit', 'process.exit(3)'],
    [
      'an unhandled rejection',
      "Promise.reject(new Error('forgotten')); await new Promise((resolve) => setTimeout(resolve, 1000));",
    ],
    [
      'an exception that nothing catches',
      "setTimeout(() => { throw new Error('late'); }); await new Promise((resolve) => setTimeout(resolve, 1000));",
    ],
  ])('by %s, what was measured is published', (_, end) => {
    // GIVEN a process in which two operations run
    const contents = `
      import { operation } from './lambda/runtime';
      import { defineMetrics, Unit } from './lib/catalogue';
      const shop = defineMetrics({ namespace: 'Shop', metrics: { Orders: { unit: Unit.COUNT } } });
      const handler = operation(shop, async ({ orders }, op) => { op.count('Orders', orders); ${end} });
      operation(shop, async (event, op) => { op.count('Orders', 7); await new Promise(() => {}); })({}, {});
      handler({ orders: 2 }, {});`;
    const { outputFiles } = buildSync({
      stdin: { contents, resolveDir: root, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      write: false,
    });
    const file = join(folder, 'ends.cjs');
    writeFileSync(file, outputFiles[0].contents);

    // WHEN
    const { stdout, status } = spawnSync(process.execPath, [file], { encoding: 'utf8', timeout: 20_000 });

    // THEN
    expect(status).not.toBe(0);
    const written: Json[] = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    expect(ordersIn(written).sort()).toEqual([2, 7]);
  });
});
