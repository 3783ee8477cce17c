import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PACE, runChecks } from '../../lib/probes/pace';
import { httpCheck } from './support/checks';
import { closeServers, httpServer } from './support/servers';

afterAll(closeServers);

const hosts = (count: number, perHost: number): string[] =>
  Array.from({ length: count }, (_, index) => `http://host${Math.floor(index / perHost)}.test/`);

describe('on a clock of the test', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** Runs checks that take so long, and says how many ran at a time, in all and for one host. */
  async function most(urls: readonly string[], takesMs: number, changes: Partial<typeof PACE>) {
    const running = new Map<string, number>();
    const seen = { all: 0, host: 0 };
    const begin = Date.now();
    const results = runChecks(
      urls.map((url) => httpCheck(url)),
      async (check) => {
        const { host } = new URL((check as { url: string }).url);
        running.set(host, (running.get(host) ?? 0) + 1);
        seen.all = Math.max(
          seen.all,
          [...running.values()].reduce((sum, count) => sum + count),
        );
        seen.host = Math.max(seen.host, ...running.values());
        await new Promise((resolve) => setTimeout(resolve, takesMs));
        running.set(host, (running.get(host) ?? 0) - 1);
        return host;
      },
      { ...PACE, ...changes },
    );
    const ended = Promise.all(results).then((all) => ({ ...seen, results: all, wallMs: Date.now() - begin }));
    await jest.runAllTimersAsync();
    return ended;
  }

  test('quick checks run so many at a time, and their results are in order', async () => {
    const { all, results } = await most(hosts(100, 1), 50, { concurrency: 10 });

    expect(all).toBe(10);
    expect(results).toEqual(hosts(100, 1).map((url) => new URL(url).host));
  });

  test('one host has a few at a time', async () => {
    const { host } = await most(hosts(60, 20), 50, { perHost: 4 });

    expect(host).toBe(4);
  });

  test('checks that hang keep others from starting for a moment only', async () => {
    const { all, wallMs } = await most(hosts(40, 1), 400, { concurrency: 10, firstMs: 50 });

    expect(all).toBe(40);
    // each start takes this clock a millisecond
    expect(wallMs).toBeLessThanOrEqual(3 * 50 + 400 + 40);
  });

  test('and never more than connections are allowed', async () => {
    const { all } = await most(hosts(40, 1), 100, { concurrency: 10, firstMs: 10, open: 20 });

    expect(all).toBe(20);
  });

  test('many checks of one host start in time', async () => {
    const { host } = await most(hosts(100, 100), 20, { perHost: 4, firstMs: 100, startedMs: 500 });

    expect(host).toBe(20);
  });

  test('1,000 services that hang for 5 s end within 15 s', async () => {
    const { all, wallMs } = await most(hosts(1000, 1), 5000, {});

    expect(wallMs).toBeLessThanOrEqual(15_000);
    expect(all).toBeLessThanOrEqual(PACE.open);
  });
});

test('a check that throws ends its turn', async () => {
  const checks = hosts(3, 3).map((url) => httpCheck(url));
  const results = runChecks(checks, () => Promise.reject(new Error('broken')), { ...PACE, perHost: 1 });

  expect(await Promise.allSettled(results)).toMatchObject(checks.map(() => ({ status: 'rejected' })));
});

test('what a turn of the event loop brings is read before the next check starts', async () => {
  // GIVEN checks that take three turns each, and a processor that is busy for a while in each turn
  let running = 0;
  let most = 0;
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  // WHEN
  await Promise.all(
    runChecks(
      hosts(50, 1).map((url) => httpCheck(url)),
      async () => {
        most = Math.max(most, ++running);
        for (let turns = 0; turns < 3; turns++) await turn();
        running--;
      },
    ),
  );

  // THEN no more run than are needed to keep it busy
  expect(most).toBeLessThan(PACE.concurrency / 2);
});

test('1,000 services take at most 256 MB, and few seconds of a processor', async () => {
  // GIVEN a tenth that hangs, and a twentieth with bodies of 1 MB
  const large = 'x'.repeat(2 ** 20);
  let connections = 0;
  let mostConnections = 0;
  const port = await httpServer(({ url, socket }, response) => {
    connections++;
    mostConnections = Math.max(mostConnections, connections);
    socket.on('close', () => connections--);
    if (url === '/large') response.end(large);
    else if (url === '/quick') response.end('ok');
  });
  const paths = Array.from({ length: 1000 }, (_, index) =>
    index % 10 === 0 ? '/hang' : index % 20 === 1 ? '/large' : '/quick',
  );

  // WHEN
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    join(__dirname, 'support', 'round.ts'),
    `${port}`,
    ...paths,
  ]);

  // THEN what is beyond the time-out is work, of which a loaded machine does less in a second
  const { processorMs, megabytes, failed } = JSON.parse(stdout);
  expect(failed).toEqual(Array.from({ length: 100 }, () => 'timeout'));
  expect(megabytes).toBeLessThan(256);
  expect(processorMs).toBeLessThan(8000);
  expect(mostConnections).toBeLessThanOrEqual(PACE.open);
});
