import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/commands/run';
import { closedPort, closeServers, httpServer } from '../probes/support/servers';
import { folderWith } from '../rehearsal/templates';
import { runIn } from './terminal';

let port: number;

beforeAll(async () => {
  port = await httpServer(({ url, headers }, response) => {
    if (url === '/broken') response.writeHead(503).end();
    else if (url === '/slow') setTimeout(() => response.end(), 80);
    else if (url === '/token') response.writeHead(headers.authorization === 'Bearer abc' ? 200 : 401).end();
    else response.setHeader('content-type', 'application/json').end('{"price":1.28}');
  });
});
afterAll(closeServers);

const folderOf = (services: readonly object[], more: object = {}, files: Record<string, unknown> = {}) =>
  folderWith({ 'checks.json': { version: '1.0', ...more, services }, ...files });
const local = (path: string) => `http://127.0.0.1:${port}${path}`;

test('a table of checks that are well', async () => {
  const folder = folderOf([
    { url: local('/'), name: 'price', response_matcher: 'types', response: { price: 1 } },
    { max_age: 60, name: 'backup' },
  ]);

  const { exitCode, stdout, stderr } = await runIn(folder, ['check', 'checks.json', '--allow-private']);

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^ {2}ok {7}price +\d+ ms\n {2}not run {2}backup +runs only where it is deployed\n$/);
});

test('one that fails ends with 1', async () => {
  const folder = folderOf([
    { url: local('/broken'), name: 'orders' },
    { url: local('/slow'), name: 'search', latency: 20 },
    { url: `http://127.0.0.1:${await closedPort()}`, name: 'gone' },
    { url: local('/'), name: 'well' },
  ]);

  const { exitCode, stdout, stderr } = await runIn(folder, ['check', 'checks.json', '--allow-private']);

  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^ {2}failed {2}orders +\d+ ms {2}the status is not 2XX: 503$/m);
  expect(stdout).toMatch(/^ {2}failed {2}search +\d+ ms {2}the latency is above its limit: \d+ ms, of at most 20 ms$/m);
  expect(stdout).toMatch(/^ {2}failed {2}gone +\d+ ms {2}the connection was refused$/m);
  expect(stdout).toMatch(/^ {2}ok {6}well /m);
  expect(stderr).toBe('vigil: 3 of 4 health checks failed.\n');
});

test('--json is a list in the order of the file', async () => {
  const folder = folderOf([
    { url: local('/broken'), name: 'orders' },
    { url: local('/'), name: 'well' },
    { max_age: 60, name: 'backup' },
  ]);

  const { exitCode, stdout } = await runIn(folder, ['check', 'checks.json', '--allow-private', '--json']);

  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toEqual([
    {
      name: 'orders',
      ok: false,
      violations: [{ code: 'status', message: 'the status is not 2XX: 503' }],
      latencyMs: expect.any(Number),
    },
    { name: 'well', ok: true, violations: [], latencyMs: expect.any(Number) },
    { name: 'backup', ok: null, violations: [], latencyMs: null, notRun: 'runs only where it is deployed' },
  ]);
});

test('private addresses are refused unless they are allowed', async () => {
  const { exitCode, stdout } = await runIn(folderOf([{ url: local('/'), name: 'well' }]), ['check', 'checks.json']);

  expect(exitCode).toBe(1);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'the address is not allowed: 127.0.0.1 is not public; private addresses have to be allowed',
  );
});

test('checks with a tag', async () => {
  const folder = folderOf([
    { url: local('/broken'), name: 'orders', tags: ['orders'] },
    { url: local('/'), name: 'pay', tags: ['payments'] },
  ]);
  const check = (tag: string) => runIn(folder, ['check', 'checks.json', '--allow-private', '--json', '--tag', tag]);

  expect(JSON.parse((await check('payments')).stdout)).toEqual([expect.objectContaining({ name: 'pay', ok: true })]);
  expect(await check('shop')).toMatchObject({
    exitCode: 2,
    stderr: 'vigil: no check has the tag shop. There are: orders, payments.\n',
  });
});

test('secrets are environment variables', async () => {
  const headers = { authorization: { secret: 'prod/orders-token', prefix: 'Bearer ' } };
  const folder = folderOf([{ url: local('/token'), name: 'orders', headers }]);
  const words = ['check', 'checks.json', '--allow-private'];

  expect((await runIn(folder, words, { env: { VIGIL_SECRET_PROD_ORDERS_TOKEN: 'abc' } })).exitCode).toBe(0);
  expect((await runIn(folder, words)).stdout).toContain('a secret cannot be read: prod/orders-token');
});

test('custom matchers are the functions of a module', async () => {
  const matchers = 'exports.cheap = ({ json }) => json.price < 1 || "it costs " + json.price;';
  const folder = folderOf(
    [{ url: local('/'), name: 'price', response_matcher: 'cheap' }],
    { matchers: './matchers.js' },
    { 'matchers.js': matchers },
  );

  const { stdout } = await runIn(folder, ['check', 'checks.json', '--allow-private']);

  expect(stdout).toContain('a custom matcher rejects the answer: cheap: it costs 1.28');
});

test.each([
  ['a module that is missing', { matchers: './m.js' }, 'the module of matchers does not exist: ./m.js.'],
  ['mistakes of the file', { intervall: 60 }, 'checks.json:1:18 intervall: unknown key. Did you mean "interval"?'],
])('%s ends with 2', async (_, more, message) => {
  const { exitCode, stderr } = await runIn(folderOf([{ url: local('/') }], more), ['check', 'checks.json']);

  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});

test('a file that does not exist ends with 2', async () => {
  expect(await runIn(folderWith({}), ['check', 'missing.json'])).toMatchObject({
    exitCode: 2,
    stderr: 'vigil: there is no file missing.json.\n',
  });
});

test('--watch prints what alerts would say, and reads the file again when it changes', async () => {
  // GIVEN a check that fails at its first run
  const folder = folderOf([{ url: local('/broken'), name: 'orders', consecutive_failures: 1 }]);
  const file = join(folder, 'checks.json');
  let end = () => {};
  let output = '';
  const stream = { write: (text: string) => (output += text) };
  const shows = async (text: string) => {
    while (!output.includes(text)) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  // WHEN
  const exitCode = run(['check', 'checks.json', '--watch', '--allow-private'], {
    stdout: stream,
    stderr: stream,
    env: {},
    cwd: () => folder,
    on: (_: string, listener: () => void) => {
      end = listener;
    },
  });
  await shows('begun  orders: Failing: the status is not 2XX: 503');
  writeFileSync(file, readFileSync(file, 'utf8').replace('/broken', '/').replace('orders', 'price'));
  await shows('price');
  end();

  // THEN
  expect(await exitCode).toBe(0);
});
