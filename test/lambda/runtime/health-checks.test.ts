import {
  applicationHealth,
  databaseHealth,
  partnersHealth,
  partnerUsersHealth,
  queueHealth,
} from '../../../lambda/runtime';
import { never, refuses, verdict } from './health-endpoint';
import { capture, lines, release } from './standard-output';

const environment = { ...process.env };

beforeEach(capture);
afterEach(() => {
  release();
  process.env = { ...environment };
});

describe('the health of a database', () => {
  test('is that it answers', async () => {
    expect(await verdict(databaseHealth(() => ({ rows: [] })))).toEqual({ status: 'healthy', details: {} });
  });
});

describe('the health of queues', () => {
  test.each([
    [[], 'healthy', 0],
    [[999], 'healthy', 999],
    [[400, 599], 'healthy', 999],
    [[400, 600], 'degraded', 1000],
  ])('%j is %s', async (depths, status, pending) => {
    expect(await verdict(queueHealth(() => depths))).toEqual({ status, details: { pending } });
  });

  test('is measured against another number, if there is one', async () => {
    expect(await verdict(queueHealth(async () => [10], 10))).toMatchObject({ status: 'degraded' });
  });

  test('is not healthy if the depth is unknown', async () => {
    expect(await verdict(queueHealth(() => [undefined as never]))).toEqual({ status: 'degraded', details: {} });
  });
});

describe('the health of partners', () => {
  const up = async () => ({ status: 200 });
  test.each([
    [{}, 'healthy', 0, 0],
    [{ acme: up, globex: up }, 'healthy', 2, 2],
    [{ acme: up, globex: refuses }, 'degraded', 1, 2],
    [{ acme: up, globex: () => false }, 'degraded', 1, 2],
    [{ acme: refuses, globex: () => false }, 'unhealthy', 0, 2],
  ])('%# is %s', async (probes, status, healthyCount, totalCount) => {
    expect(await verdict(partnersHealth(probes))).toEqual({ status, details: { healthyCount, totalCount } });
  });

  test('is said by the check itself, whatever an endpoint makes of it', async () => {
    expect(await partnersHealth({ acme: refuses })({} as never)).toMatchObject({ status: 'unhealthy' });
  });

  test('is degraded, not unknown, if one of them does not answer in time', async () => {
    expect(await verdict(partnersHealth({ acme: up, globex: never }, 20))).toMatchObject({ status: 'degraded' });
  });

  test('gives each two seconds, less than the endpoint gives all', async () => {
    jest.useFakeTimers({ now: Date.now() });
    try {
      const told = verdict(partnersHealth({ acme: up, globex: never }));
      await jest.advanceTimersByTimeAsync(1999);
      expect(await Promise.race([told, 'waits'])).toBe('waits');
      await jest.advanceTimersByTimeAsync(1);
      expect(await told).toMatchObject({ status: 'degraded' });
    } finally {
      jest.useRealTimers();
    }
  });
});

describe("the health of partners' users", () => {
  test.each([
    [{ active: 0, errored: 0 }, 'healthy', undefined],
    [{ active: 10, errored: 0 }, 'healthy', 0],
    [{ active: 10, errored: 4 }, 'healthy', 40],
    [{ active: 10, errored: 5 }, 'degraded', 50],
    [{ active: 0, errored: 1 }, 'degraded', undefined],
    [{ active: 3, errored: 1, recentErrors: 7 }, 'healthy', 33.33],
  ])('%j is %s', async (users, status, errorRatePercent) => {
    const told = await verdict(partnerUsersHealth(() => users));
    const rate = errorRatePercent === undefined ? {} : { errorRatePercent };
    expect(told).toEqual({ status, details: { ...users, ...rate } });
  });
});

describe('the health of the application', () => {
  test('reports memory, uptime and processor time, and publishes the memory', async () => {
    // WHEN: the process of the tests may use more than a function should
    const told = await verdict(applicationHealth(Number.POSITIVE_INFINITY));

    // THEN
    expect(told).toEqual({
      status: 'healthy',
      details: { memoryUsedMB: expect.any(Number), uptimeHours: expect.any(Number), cpuSeconds: expect.any(Number) },
    });
    const { memoryUsedMB = 0, uptimeHours = 0, cpuSeconds = 0 } = told?.details ?? {};
    expect(memoryUsedMB * 2 ** 20).toBeLessThan(process.memoryUsage().rss);
    expect(uptimeHours).toBeCloseTo(process.uptime() / 3600, 1);
    expect(cpuSeconds).toBeLessThanOrEqual(Math.ceil(process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6));
    expect(cpuSeconds).toBeGreaterThanOrEqual(0);
    const [record] = lines().filter((line) => 'HeapUsedBytes' in line);
    expect(record).toMatchObject({ properties: { nodeVersion: process.version } });
    expect(Math.round((record?.['HeapUsedBytes'] as number) / 2 ** 20)).toBe(memoryUsedMB);
  });

  test('counts the time of the processor for itself and for the system', async () => {
    const used = jest.spyOn(process, 'cpuUsage').mockReturnValue({ user: 3_000_000, system: 2_000_000 });
    try {
      expect(await verdict(applicationHealth())).toMatchObject({ details: { cpuSeconds: 5 } });
    } finally {
      used.mockRestore();
    }
  });

  test.each([
    [undefined, 2 ** 30 - 1, 'healthy'],
    [undefined, 2 ** 30, 'degraded'],
    ['100', 80 * 2 ** 20 - 1, 'healthy'],
    ['100', 80 * 2 ** 20, 'degraded'],
  ])('with %s MB of a function and %i bytes is %s', async (megabytes, heapUsed, status) => {
    if (megabytes) process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] = megabytes;
    const memory = jest.spyOn(process, 'memoryUsage').mockReturnValue({ heapUsed } as never);
    try {
      expect(await verdict(applicationHealth())).toMatchObject({ status });
    } finally {
      memory.mockRestore();
    }
  });

  test('is degraded above a number of its own', async () => {
    expect(await verdict(applicationHealth(1))).toMatchObject({ status: 'degraded' });
  });
});
