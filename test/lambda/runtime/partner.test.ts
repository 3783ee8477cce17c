import { metricsEmitter, operation, partner } from '../../../lambda/runtime';
import { defineMetrics, partnerMetrics } from '../../../lib/catalogue';
import { dataOf } from './embedded-metric-format';
import { capture, isRecord, type Json, lines, release } from './standard-output';

const catalogue = defineMetrics({ namespace: 'Invoicing', metrics: { ...partnerMetrics(['acme', 'globex']) } });
const fault = new Error('connection refused');
const refuse = () => Promise.reject(fault);

beforeEach(() => {
  Object.assign(globalThis, { 'cdk-vigil.started': true });
  capture();
});
afterEach(release);

/** What a handler tells: its metrics with all their dimensions, durations without their number, and its log. */
async function told(run: (op: Parameters<typeof partner>[0]) => unknown) {
  await operation(catalogue, async (_event, op) => {
    await run(op);
  })({}, {});
  const all = lines();
  const data = all.filter(isRecord).flatMap(dataOf);
  return {
    metrics: data
      .filter(({ name, dimensions }) => !name.startsWith('Operation') && Object.keys(dimensions).length === 1)
      .map(({ name, value, dimensions }) => [
        name,
        name.endsWith('Duration') ? 'ms' : value,
        ...Object.values(dimensions),
      ]),
    events: all.filter((line) => !isRecord(line)),
  };
}

const event = (members: Json) => expect.objectContaining(members);

describe('a call of a partner', () => {
  test('that succeeds is counted, timed and logged', async () => {
    const answer = { status: 200 };
    const { metrics, events } = await told(async (op) =>
      expect(await partner(op, 'acme').call('listJobs', () => answer)).toBe(answer),
    );
    expect(metrics).toEqual([
      ['PartnerApiDuration', 'ms', 'acme'],
      ['PartnerApiSuccess', 1, 'acme'],
    ]);
    expect(events).toEqual([
      event({
        level: 'INFO',
        message: 'partner-operation',
        event: 'partner-operation',
        action: 'listJobs',
        partner: 'acme',
        success: true,
        durationMs: expect.any(Number),
      }),
    ]);
  });

  test('that throws is counted as an error, and thrown on', async () => {
    const { metrics, events } = await told((op) =>
      expect(partner(op, 'acme').call('listJobs', refuse)).rejects.toBe(fault),
    );
    expect(metrics).toEqual([
      ['PartnerApiDuration', 'ms', 'acme'],
      ['PartnerApiError', 1, 'acme'],
    ]);
    expect(events).toEqual([event({ level: 'ERROR', event: 'partner-operation', success: false })]);
  });

  test.each<[unknown, string, string]>([
    [{ status: 399 }, 'Success', ''],
    [{ status: 400 }, 'Error', ''],
    [{ status: 401 }, 'Error', 'PartnerAuthFailure'],
    [{ statusCode: 403 }, 'Error', 'PartnerAuthFailure'],
    [{ response: { status: 429 } }, 'Error', 'PartnerThrottled'],
    [{ status: 503 }, 'Error', ''],
    [{ status: 'paid' }, 'Success', ''],
    [{ status: '404' }, 'Error', ''],
    [{ status: Symbol('s') }, 'Success', ''],
    [{ status: 7n }, 'Success', ''],
    [{ status: Object.create(null) }, 'Success', ''],
    [{}, 'Success', ''],
    [undefined, 'Success', ''],
    [null, 'Success', ''],
    ['text', 'Success', ''],
  ])('that answers %j is a PartnerApi%s', async (answer, outcome, more) => {
    const { metrics } = await told(async (op) => {
      await partner(op, 'acme').call('any', () => answer);
    });
    expect(metrics.map(([name]) => name)).toEqual(['PartnerApiDuration', `PartnerApi${outcome}`, more].filter(Boolean));
  });

  test.each([
    [{ status: 401 }, 'PartnerAuthFailure'],
    [{ response: { status: 403 } }, 'PartnerAuthFailure'],
    [{ statusCode: 429 }, 'PartnerThrottled'],
  ])('that throws %j is a %s as well', async (error, more) => {
    const { metrics } = await told((op) =>
      expect(partner(op, 'acme').call('any', () => Promise.reject(error))).rejects.toBe(error),
    );
    expect(metrics.map(([name]) => name)).toEqual(['PartnerApiDuration', 'PartnerApiError', more]);
  });

  test('reports how long it takes in milliseconds, in its metric and in its event', async () => {
    await operation(catalogue, (_event, op) =>
      partner(op, 'acme').call('any', () => new Promise((resolve) => setTimeout(resolve, 30))),
    )({}, {});
    const [line, record] = lines();
    expect(line?.['durationMs']).toBeGreaterThan(25);
    expect(line?.['durationMs']).toBeLessThan(5000);
    expect(record?.['PartnerApiDuration']).toBe(line?.['durationMs']);
  });

  test('needs no log', async () => {
    const metrics = metricsEmitter(catalogue)();
    await partner(metrics, 'acme').call('any', () => ({ status: 401 }));
    metrics.write();
    expect(lines()).toMatchObject([{ PartnerApiError: 1, PartnerAuthFailure: 1, Partner: 'acme' }]);
  });
});

describe('a probe of a partner', () => {
  test.each<[string, () => unknown, number]>([
    ['answers', () => 'pong', 1],
    ['answers nothing', async () => undefined, 1],
    ['says no', () => false, 0],
    ['answers with 200', () => ({ status: 200 }), 1],
    ['answers with 503', () => ({ status: 503 }), 0],
    ['throws', refuse, 0],
    ['does not answer in time', () => new Promise(() => {}), 0],
  ])('that %s', async (_, work, up) => {
    const { metrics } = await told(async (op) => expect(await partner(op, 'acme').probe(work, 20)).toBe(up === 1));
    expect(metrics).toEqual([['ProbeUp', up, 'acme']]);
  });

  test.each([
    ['an answer of 503', () => ({ status: 503 }), 'HTTP 503'],
    ['no answer in time', () => new Promise(() => {}), 'timed out'],
    ['an error', refuse, expect.any(String)],
  ])('says in the log why it fails: %s', async (_, work, reason) => {
    const { events } = await told(async (op) => expect(await partner(op, 'acme').probe(work, 20)).toBe(false));

    expect(events).toMatchObject([
      { event: 'partner-operation', action: 'probe', partner: 'acme', success: false, context: { reason } },
    ]);
  });

  test('has five seconds', async () => {
    jest.useFakeTimers({ now: Date.now() });
    try {
      const probe = partner(metricsEmitter(catalogue)(), 'acme').probe(() => new Promise(() => {}));
      await jest.advanceTimersByTimeAsync(4999);
      expect(await Promise.race([probe, 'waits'])).toBe('waits');
      await jest.advanceTimersByTimeAsync(1);
      expect(await probe).toBe(false);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('a synchronisation', () => {
  const names = (metrics: readonly unknown[][]) => metrics.map(([name]) => name);

  test('that succeeds is counted, timed and logged', async () => {
    const { metrics, events } = await told(async (op) =>
      expect(await partner(op, 'acme').sync('k-1', () => 'done')).toBe('done'),
    );
    expect(metrics).toEqual([
      ['SyncDuration', 'ms', 'acme'],
      ['SyncSuccess', 1, 'acme'],
      ['SyncAgeSeconds', 0, 'acme'],
    ]);
    expect(events).toEqual([
      event({
        level: 'INFO',
        event: 'sync',
        partner: 'acme',
        customerId: 'k-1',
        success: true,
        durationMs: expect.any(Number),
        consecutiveFailures: 0,
      }),
    ]);
  });

  test('is logged from the fifth failure of a customer in a row, and when it succeeds again', async () => {
    // GIVEN
    const sync = (customer: string, work: () => unknown) =>
      told((op) =>
        partner(op, 'acme')
          .sync(customer, work)
          .catch(() => {}),
      );

    // WHEN
    const failures = [];
    for (let i = 0; i < 6; i++) {
      failures.push(await sync('k-2', refuse));
      await sync('k-3', i % 4 ? refuse : () => 'done');
    }
    const recovered = await sync('k-2', () => 'done');
    const after = await sync('k-2', refuse);

    // THEN
    const gauges = failures.map(({ metrics }) => metrics.filter(([name]) => name === 'ConsecutiveSyncFailures'));
    expect(gauges).toEqual([
      ...Array(4).fill([]),
      [['ConsecutiveSyncFailures', 5, 'acme']],
      [['ConsecutiveSyncFailures', 6, 'acme']],
    ]);
    expect(names(failures[0].metrics)).toEqual(['SyncDuration', 'SyncFailed', 'SyncAgeSeconds']);
    expect(failures[5].events).toEqual([event({ level: 'ERROR', customerId: 'k-2', consecutiveFailures: 6 })]);
    expect(recovered.metrics).toContainEqual(['ConsecutiveSyncFailures', 0, 'acme']);
    expect(names(after.metrics)).toEqual(['SyncDuration', 'SyncFailed', 'SyncAgeSeconds']);
  });

  test('of the same customer with another partner is another', async () => {
    for (const name of ['acme', 'globex', 'acme', 'globex', 'acme', 'globex']) {
      const { metrics } = await told((op) =>
        partner(op, name)
          .sync('k-4', refuse)
          .catch(() => {}),
      );
      expect(names(metrics)).toEqual(['SyncDuration', 'SyncFailed', 'SyncAgeSeconds']);
    }
  });

  test('can be remembered in a table', async () => {
    const table = jest.fn(async () => ({ failures: 7, ageSeconds: 420 }));
    const { metrics } = await told((op) =>
      partner(op, 'acme', table)
        .sync('k-5', refuse)
        .catch(() => {}),
    );
    expect(table).toHaveBeenCalledWith({ partner: 'acme', customerId: 'k-5' }, false);
    expect(metrics).toContainEqual(['ConsecutiveSyncFailures', 7, 'acme']);
    expect(metrics).toContainEqual(['SyncAgeSeconds', 420, 'acme']);
  });

  test('makes SyncAgeSeconds rise as long as none succeeds', async () => {
    jest.useFakeTimers({ now: Date.now(), doNotFake: ['nextTick', 'performance', 'setTimeout', 'setImmediate'] });
    try {
      const ages = [];
      for (const work of [() => 'done', refuse, refuse, () => 'done', refuse]) {
        const { metrics } = await told((op) =>
          partner(op, 'acme')
            .sync('k-8', work)
            .catch(() => {}),
        );
        ages.push(metrics.find(([name]) => name === 'SyncAgeSeconds')?.[1]);
        jest.setSystemTime(Date.now() + 600_000);
      }
      expect(ages).toEqual([0, 600, 1200, 0, 600]);
    } finally {
      jest.useRealTimers();
    }
  });

  test.each<[string, () => never | Promise<never>]>([
    ['fails', refuse],
    [
      'throws',
      () => {
        throw fault;
      },
    ],
  ])('is not disturbed by a table that %s', async (_, table) => {
    const { metrics, events } = await told(async (op) =>
      expect(await partner(op, 'acme', table).sync('k-6', () => 'done')).toBe('done'),
    );
    expect(names(metrics)).toEqual(['SyncDuration', 'SyncSuccess']);
    expect(events).toEqual([event({ event: 'sync', success: true })]);
    expect(events[0]).not.toHaveProperty('consecutiveFailures');
  });

  test('does not wait for a table that hangs', async () => {
    jest.useFakeTimers({ now: Date.now() });
    try {
      const acme = partner(metricsEmitter(catalogue)(), 'acme', () => new Promise(() => {}));
      const synced = acme.sync('k-7', () => 'done');
      await jest.advanceTimersByTimeAsync(1999);
      expect(await Promise.race([synced, 'waits'])).toBe('waits');
      await jest.advanceTimersByTimeAsync(1);
      expect(await synced).toBe('done');
    } finally {
      jest.useRealTimers();
    }
  });
});

test('an assignment is counted, timed and logged', async () => {
  const { metrics, events } = await told(async (op) => {
    expect(await partner(op, 'acme').assign('j-1', () => 'done')).toBe('done');
    await expect(partner(op, 'acme').assign('j-2', refuse)).rejects.toBe(fault);
  });
  expect(metrics).toEqual([
    ['AssignmentDuration', 'ms', 'acme'],
    ['AssignmentDuration', 'ms', 'acme'],
    ['AssignmentSuccess', 1, 'acme'],
    ['AssignmentFailed', 1, 'acme'],
  ]);
  expect(events).toEqual([
    event({ level: 'INFO', event: 'assignment', jobId: 'j-1', partner: 'acme', success: true }),
    event({ level: 'ERROR', event: 'assignment', jobId: 'j-2', partner: 'acme', success: false }),
  ]);
});
