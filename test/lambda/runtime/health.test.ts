import { databaseHealth, type HealthCheck, healthEndpoint } from '../../../lambda/runtime';
import { dataOf } from './embedded-metric-format';
import * as events from './events';
import { catalogue, look, never, refuses, verdict } from './health-endpoint';
import { capture, isRecord, lines, release } from './standard-output';

beforeEach(() => {
  Object.assign(globalThis, { 'cdk-vigil.started': true });
  capture();
});
afterEach(release);

const answers =
  (status: unknown, details?: unknown): HealthCheck =>
  () =>
    ({ status, details }) as never;

describe('a health endpoint', () => {
  test.each([
    [['healthy', 'healthy'], 'healthy', 200],
    [['degraded', 'healthy'], 'degraded', 200],
    [['healthy', 'unhealthy', 'degraded'], 'unhealthy', 503],
    [[], 'healthy', 200],
  ])('of %j is %s: %i', async (statuses, overall, statusCode) => {
    // WHEN
    const components = Object.fromEntries(statuses.map((status, place) => [`component${place}`, answers(status)]));
    const told = await look(components);

    // THEN
    expect(told).toMatchObject({ statusCode, report: { overall } });
    expect(Object.values(told.report.components).map(({ status }) => status)).toEqual(statuses);
    expect(told.headers).toEqual({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    expect(Math.abs(Date.now() - Date.parse(told.report.timestamp))).toBeLessThan(5000);
  });

  test('publishes the status of each component, and how long its check takes', async () => {
    // WHEN
    await look({ database: answers('healthy'), queues: answers('degraded'), partners: answers('unhealthy') });

    // THEN
    const data = lines()
      .filter(isRecord)
      .flatMap(dataOf)
      .filter(({ dimensions }) => 'Component' in dimensions);
    expect(data.filter(({ name }) => name === 'HealthStatus')).toEqual([
      { name: 'HealthStatus', unit: 'None', dimensions: { Component: 'database' }, value: 0 },
      { name: 'HealthStatus', unit: 'None', dimensions: { Component: 'queues' }, value: 1 },
      { name: 'HealthStatus', unit: 'None', dimensions: { Component: 'partners' }, value: 2 },
    ]);
    expect(data.filter(({ name }) => name === 'HealthCheckDuration')).toHaveLength(3);
  });

  test('says of an error only that there is one, and in the log which', async () => {
    // WHEN
    const told = await look({ database: databaseHealth(refuses), queues: answers('healthy') });

    // THEN
    expect(told.statusCode).toBe(503);
    expect(told.report.components).toEqual({
      database: { status: 'unhealthy', error: 'failed', durationMs: expect.any(Number) },
      queues: { status: 'healthy', details: {}, durationMs: expect.any(Number) },
    });
    expect(told.body).not.toMatch(/ECONNREFUSED|hunter2|10\.0/);
    expect(lines().filter((line) => !isRecord(line))).toMatchObject([
      { level: 'ERROR', message: 'Health check failed', component: 'database', requestId: 'r-1' },
    ]);
  });

  test('does not wait for what does not answer', async () => {
    // WHEN
    const start = performance.now();
    const told = await look({ database: never, queues: answers('healthy') }, { timeLimitMs: 50 });

    // THEN
    expect(performance.now() - start).toBeLessThan(2000);
    expect(performance.now() - start).toBeGreaterThan(45);
    expect(told.report.components['database']).toMatchObject({ status: 'unhealthy', error: 'timed out' });
    expect(told.report.components['database'].durationMs).toBeGreaterThan(45);
    expect(told.report.components['queues'].durationMs).toBeLessThan(45);
  });

  test('leaves no timer behind', async () => {
    jest.useFakeTimers();
    try {
      await look({ one: answers('healthy'), other: databaseHealth(refuses) });
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  test('gives a check three seconds', async () => {
    jest.useFakeTimers({ now: Date.now() });
    try {
      const told = look({ it: never });
      await jest.advanceTimersByTimeAsync(2999);
      expect(await Promise.race([told, 'waits'])).toBe('waits');
      await jest.advanceTimersByTimeAsync(1);
      expect(await told).toMatchObject({ statusCode: 503 });
    } finally {
      jest.useRealTimers();
    }
  });

  test.each<[string, HealthCheck]>([
    [
      'throws at once',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects with nothing', () => Promise.reject(undefined)],
    ['answers nothing', () => undefined as never],
    [
      'answers what cannot be read',
      () => ({
        get status(): never {
          throw new Error('no');
        },
      }),
    ],
    [
      'answers what cannot be awaited',
      () =>
        ({
          // biome-ignore lint/suspicious/noThenProperty: it is hostile
          then: () => {
            throw new Error('no');
          },
        }) as never,
    ],
  ])('survives a check that %s', async (_, check) => {
    expect(await verdict(check)).toEqual({ status: 'unhealthy', error: 'failed' });
  });

  test.each(['fine', 0, null])('takes the status %p for unhealthy', async (status) => {
    expect(await verdict(answers(status))).toEqual({ status: 'unhealthy', details: {} });
  });

  test('reports no texts of a check, which could disclose anything', async () => {
    const details = { pending: 3, none: undefined, nan: Number.NaN, secret: 'hunter2', nested: { deep: 1 } };
    expect(await verdict(answers('healthy', details))).toEqual({ status: 'healthy', details: { pending: 3 } });
  });

  test('is not disturbed by a check that fails after its time', async () => {
    // GIVEN
    const late = jest.fn();
    process.once('unhandledRejection', late);
    let fail: (error: Error) => void = () => {};

    // WHEN
    await look({ it: () => new Promise((_, reject) => (fail = reject)) }, { timeLimitMs: 5 });
    fail(new Error('late'));
    await new Promise((resolve) => setTimeout(resolve, 20));

    // THEN
    expect(late).not.toHaveBeenCalled();
    process.removeListener('unhandledRejection', late);
  });

  test('asks once for all who ask within five seconds', async () => {
    // GIVEN
    jest.useFakeTimers({ now: Date.now(), doNotFake: ['performance'] });
    const check = jest.fn(answers('healthy'));
    const endpoint = healthEndpoint({ catalogue, components: { it: check } });
    const ask = () => endpoint(events.http2, {});
    try {
      // WHEN
      const [first, second] = await Promise.all([ask(), ask()]);
      jest.advanceTimersByTime(4999);
      const third = await ask();

      // THEN
      expect([second.body, third.body]).toEqual([first.body, first.body]);
      expect(check).toHaveBeenCalledTimes(1);
      jest.advanceTimersByTime(1);
      await ask();
      expect(check).toHaveBeenCalledTimes(2);
    } finally {
      jest.useRealTimers();
    }
  });

  test('asks every time, where nothing is to be kept', async () => {
    const check = jest.fn(answers('healthy'));
    const endpoint = healthEndpoint({ catalogue, components: { it: check }, cacheMs: 0 });
    await endpoint(events.http2, {});
    await endpoint(events.schedule, {});
    expect(check).toHaveBeenCalledTimes(2);
  });

  test('takes the options of an operation', async () => {
    await look({}, { excludeRoutes: ['GET /invoices/{id}'] });
    expect(lines()).toEqual([]);
  });

  test('pages for an unhealthy component, opens a ticket for a degraded one, and is OK where nothing asks', () => {
    const alarms = catalogue.metrics.flatMap(({ name, alarms }) => alarms.map((alarm) => ({ name, ...alarm })));
    expect(alarms).toMatchObject([
      { name: 'HealthStatus', comparison: 'above', threshold: 1, statistic: 'Maximum', severity: 'P1' },
      { name: 'HealthStatus', comparison: 'above', threshold: 0, statistic: 'Maximum', severity: 'P2' },
    ]);
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({ periodSeconds: 300, periods: 2, breachingPeriods: 2, missingData: 'notBreaching' });
    }
  });
});
