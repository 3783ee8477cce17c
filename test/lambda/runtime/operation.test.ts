import { operation } from '../../../lambda/runtime';
import { defineMetrics, Unit } from '../../../lib/catalogue';
import { dataOf } from './embedded-metric-format';
import * as events from './events';
import { capture, isRecord, type Json, lines, logs, records, release } from './standard-output';

const catalogue = defineMetrics({
  namespace: 'Invoicing',
  dimensions: { Service: 'invoices' },
  steps: ['CreateCustomer'],
  metrics: {
    Customers: { unit: Unit.COUNT, kind: 'gauge' },
    DbQueryDuration: { unit: Unit.MILLISECONDS, dimensions: ['QueryName'] },
  },
});
const context = { awsRequestId: 'r-1' };
const environment = { ...process.env };

/** What one run of a handler writes, without the cold start that another test looks at. */
const warm = () => Object.assign(globalThis, { 'cdk-vigil.started': true });
const cold = () => Object.assign(globalThis, { 'cdk-vigil.started': undefined });

beforeEach(() => {
  warm();
  capture();
});
afterEach(() => {
  release();
  process.env = { ...environment };
});

const dataByName = (record: Json) => Object.fromEntries(dataOf(record).map(({ name, value }) => [name, value]));

describe('an operation', () => {
  test('returns what its handler returns, and publishes one record', async () => {
    // GIVEN
    process.env['_X_AMZN_TRACE_ID'] = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    const answer = { statusCode: 201, body: '{}' };
    const handler = operation(catalogue, async (_event, op) => {
      op.gauge('Customers', 3);
      op.property('customerId', 'k-1');
      op.property('retried', true);
      op.property('bytes', 12);
      op.property('ratio', Number.NaN);
      return op.step('CreateCustomer', () => answer);
    });

    // WHEN
    const result = await handler(events.http2, context);

    // THEN
    expect(result).toBe(answer);
    const [record, ...more] = lines();
    expect(more).toEqual([]);
    expect(record).toMatchObject({
      Service: 'invoices',
      Operation: 'GET /invoices/{id}',
      requestId: 'r-1',
      traceId: '1-5759e988-bd862e3fe1be46a994272793',
      correlationId: 'c-http2',
      callerId: 'anna',
      trigger: 'http-api',
      status: 201,
      properties: { customerId: 'k-1', retried: true, bytes: 12 },
    });
    expect(JSON.stringify(record)).not.toContain('4711');
    expect(dataByName(record)).toEqual({
      Customers: 3,
      CreateCustomerSucceeded: 1,
      CreateCustomerDuration: expect.any(Number),
      OperationCount: 1,
      OperationDuration: expect.any(Number),
      Operation2XX: 1,
    });
    const sets = dataOf(record).filter(({ name }) => name === 'OperationCount');
    expect(sets.map(({ dimensions }) => dimensions)).toEqual([
      { Service: 'invoices' },
      { Service: 'invoices', Operation: 'GET /invoices/{id}' },
    ]);
  });

  test.each([
    ['http-api', events.http2, 'GET /invoices/{id}', 'c-http2', 'anna'],
    ['http-api', { ...events.http2, routeKey: '$default' }, 'GET $default', 'c-http2', 'anna'],
    ['http-api', { ...events.http2, routeKey: 'ANY /invoices' }, 'GET /invoices', 'c-http2', 'anna'],
    ['function-url', events.functionUrl, 'PUT function-url', 'r-1', undefined],
    ['rest-api', events.rest, 'POST /customers', 'c-rest', 'ben'],
    ['rest-api', { ...events.rest, httpMethod: 'BREW' }, 'OTHER /customers', 'c-rest', 'ben'],
    ['rest-api', { ...events.rest, headers: null }, 'POST /customers', 'r-1', 'ben'],
    ['rest-api', { ...events.rest, resource: '/Zürich' }, 'rest-api', 'c-rest', 'ben'],
    ['load-balancer', events.loadBalancer, 'GET web', 'r-1', undefined],
    ['sqs', events.sqs('c-1'), 'sqs invoices', 'c-1', undefined],
    ['sqs', events.sqs('c-1', 'c-1'), 'sqs invoices', 'c-1', undefined],
    ['sqs', events.sqs('c-1', 'c-2'), 'sqs invoices', 'r-1', undefined],
    ['sqs', events.sqs(undefined), 'sqs invoices', 'r-1', undefined],
    ['sns', events.sns, 'sns paid', 'c-sns', undefined],
    ['kinesis', events.kinesis, 'kinesis clicks', 'r-1', undefined],
    ['dynamodb', events.dynamodb, 'dynamodb ledger', 'r-1', undefined],
    ['eventbridge', events.eventBridge, 'eventbridge Invoice paid', 'c-bridge', undefined],
    [
      'eventbridge',
      { ...events.eventBridge, detail: { correlationId: 7 } },
      'eventbridge Invoice paid',
      'r-1',
      undefined,
    ],
    ['schedule', events.schedule, 'schedule nightly', 'r-1', undefined],
    ['invoke', { any: 'thing' }, 'invoke', 'r-1', undefined],
    ['invoke', null, 'invoke', 'r-1', undefined],
    ['invoke', { Records: [{ eventSource: 'aws:sqs' }] }, 'invoke', 'r-1', undefined],
    ['invoke', { Records: [] }, 'invoke', 'r-1', undefined],
  ])(
    'of %s is named by template, and carries its correlation id',
    async (trigger, event, name, correlationId, callerId) => {
      await operation(catalogue, () => undefined)(event, context);
      expect(records()).toMatchObject([{ trigger, Operation: name, correlationId, ...(callerId && { callerId }) }]);
    },
  );

  test.each([
    [events.http2, 'plain text', 'Operation2XX'],
    [events.http2, undefined, 'Operation2XX'],
    [events.functionUrl, { statusCode: 302 }, 'Operation3XX'],
    [events.rest, { statusCode: 404 }, 'Operation4XX'],
    [events.rest, { statusCode: 503 }, 'Operation5XX'],
    [events.rest, { status: 200 }, 'Operation5XX'],
    [events.rest, { statusCode: Number.NaN }, 'Operation5XX'],
    [events.loadBalancer, {}, 'Operation5XX'],
  ])('%# counts the class of its status', async (event, answer, name) => {
    await operation(catalogue, () => answer)(event, context);
    const [record] = records();
    expect(Object.keys(dataByName(record)).sort()).toEqual([name, 'OperationCount', 'OperationDuration'].sort());
  });

  test('of no web has no status, whatever it returns', async () => {
    await operation(catalogue, () => ({ statusCode: 500 }))(events.schedule, context);
    const [record] = records();
    expect(Object.keys(dataByName(record))).toEqual(['OperationCount', 'OperationDuration']);
    expect(record).not.toHaveProperty('status');
  });

  test('with a status of no class counts none', async () => {
    await operation(catalogue, () => ({ statusCode: 999 }))(events.rest, context);
    expect(records().map(dataByName)).toEqual([{ OperationCount: 1, OperationDuration: expect.any(Number) }]);
  });

  test('of a batch counts its records and partial failures', async () => {
    const failures = { batchItemFailures: [{ itemIdentifier: 'm1' }] };
    const handler = operation(catalogue, () => failures);
    expect(await handler(events.sqs('a', 'b', 'c'), context)).toBe(failures);
    expect(records().map(dataByName)).toMatchObject([{ BatchRecords: 3, BatchFailures: 1 }]);
  });

  test('that throws counts and logs the error by its class, and throws it on', async () => {
    // GIVEN
    class LedgerFault extends Error {}
    const fault = new LedgerFault('no connection', { cause: new TypeError('socket') });
    const handler = operation(catalogue, () => {
      throw fault;
    });

    // WHEN
    await expect(handler(events.http2, context)).rejects.toBe(fault);

    // THEN
    const [line, record] = lines();
    expect(line).toMatchObject({
      level: 'ERROR',
      message: 'Unhandled error',
      requestId: 'r-1',
      correlationId: 'c-http2',
      error: {
        message: 'no connection',
        stack: expect.stringContaining('operation.test'),
        cause: { name: 'TypeError' },
      },
    });
    expect(dataOf(record)).toContainEqual({
      name: 'UnhandledErrors',
      unit: 'Count',
      dimensions: { Service: 'invoices', ErrorClass: 'LedgerFault' },
      value: 1,
    });
    expect(record).toMatchObject({ Operation5XX: 1, status: 500 });
  });

  test.each([
    [new TypeError('x'), 'TypeError'],
    ['text', 'NotAnError'],
    [undefined, 'NotAnError'],
    [Object.assign(new Error('x'), { name: 'of customer 4711' }), 'Error'],
    [Object.assign(new Error('x'), { name: 7 }), 'Error'],
  ])('that throws %p has a class of a bounded name', async (fault, ErrorClass) => {
    const handler = operation(catalogue, () => Promise.reject(fault));
    await expect(handler(events.sqs('a', 'b'), context)).rejects.toBe(fault);
    expect(records()).toMatchObject([{ ErrorClass, BatchFailures: 2 }]);
  });

  test('that is excluded is not counted; what it measures itself is', async () => {
    const excludeRoutes = ['GET web'];
    await operation(catalogue, () => ({ statusCode: 200 }), { excludeRoutes })(events.loadBalancer, context);
    expect(lines()).toEqual([]);
    const handler = operation(catalogue, (_event, op) => op.gauge('Customers', 1), { excludeRoutes });
    await handler(events.loadBalancer, context);
    expect(records().map(dataByName)).toEqual([{ Customers: 1 }]);
  });

  test('keeps the headers that were asked for, and no others', async () => {
    const handler = operation(catalogue, () => undefined, { headers: ['User-Agent'] });
    await handler(events.http2, context);
    await handler(events.schedule, context);
    const [first, second] = records();
    expect(first).toMatchObject({ headers: { 'user-agent': 'curl/8' } });
    expect(second).toMatchObject({ headers: {} });
  });

  test('with properties beyond measure is written without them', async () => {
    await operation(catalogue, (_event, op) => {
      for (let i = 0; i < 20; i++) op.property(`p${i}`, 'x'.repeat(5000));
    })(events.http2, context);
    const [record] = records();
    expect(record).not.toHaveProperty('properties');
    expect(record).toMatchObject({ requestId: 'r-1', OperationCount: 1 });
  });

  test('counts the cold start once per sandbox, however many handlers there are', async () => {
    cold();
    const handlers = [operation(catalogue, () => undefined), operation(catalogue, () => undefined)];
    for (const handler of handlers) await handler(events.schedule, context);
    expect(records().map(({ ColdStarts }) => ColdStarts)).toEqual([1, undefined]);
  });

  test('counts no cold start of a provisioned sandbox, for nobody waited for it', async () => {
    cold();
    process.env['AWS_LAMBDA_INITIALIZATION_TYPE'] = 'provisioned-concurrency';
    await operation(catalogue, () => undefined)(events.schedule, context);
    expect(records()[0]).not.toHaveProperty('ColdStarts');
  });

  test('publishes what is put after its end, with the same ids', async () => {
    // GIVEN
    let late: Promise<unknown> | undefined;
    const handler = operation(catalogue, (_event, op) => {
      late = op.time('DbQueryDuration', { QueryName: 'late' }, () => new Promise((resolve) => setTimeout(resolve, 5)));
    });

    // WHEN
    await handler(events.http2, context);
    await late;

    // THEN
    expect(records()).toMatchObject([
      { OperationCount: 1, requestId: 'r-1' },
      { QueryName: 'late', requestId: 'r-1', DbQueryDuration: expect.any(Number) },
    ]);
  });

  test('splits a record with the ids and the operation in each part', async () => {
    await operation(catalogue, (_event, op) => {
      for (let i = 0; i < 250; i++) op.gauge('Customers', i);
    })(events.http2, context);
    const written = records();
    expect(written).toHaveLength(3);
    for (const record of written) expect(record).toMatchObject({ requestId: 'r-1', Operation: 'GET /invoices/{id}' });
    expect(written.flatMap(dataOf).filter(({ name }) => name === 'Customers')).toHaveLength(250);
  });

  test('cannot fail by an answer that cannot be read', async () => {
    const answer = {
      get statusCode() {
        throw new Error('no');
      },
    };
    expect(await operation(catalogue, () => answer)(events.http2, context)).toBe(answer);
  });

  test('has the trace id of its own invocation, where several share a process', async () => {
    process.env['_X_AMZN_TRACE_ID'] = 'Root=1-of-another';
    const shared = { awsRequestId: 'r-1', xRayTraceId: 'Root=1-own;Parent=53995c3f42cd8ad8;Sampled=1' };
    await operation(catalogue, (_event, op) => op.log.info('hello'))(events.schedule, shared);
    expect(lines()).toMatchObject([{ traceId: '1-own' }, { traceId: '1-own' }]);
  });

  test('runs without a context', async () => {
    await operation(catalogue, () => undefined)(events.schedule, undefined as never);
    await operation(catalogue, () => undefined)(events.schedule, null as never);
    expect(records()).toHaveLength(2);
  });

  test('in a catalogue of an older version leaves out what that does not have', async () => {
    const older = { ...catalogue, metrics: catalogue.metrics.filter(({ name }) => name !== 'OperationCount') };
    await operation(older, () => undefined)(events.schedule, context);
    expect(records().map(dataByName)).toEqual([{ OperationDuration: expect.any(Number) }]);
  });

  test('is kept apart from 1,000 others at the same time', async () => {
    // WHEN
    const { records: written, ended, lags } = await interleaved(1000);

    // THEN: a time of another record would be earlier than the end of this one, or later than its writing
    const early = written.filter((record) => timeOf(record) < (ended.get(record['requestId']) as number));
    expect(early).toEqual([]);
    expect(Math.min(...lags)).toBeGreaterThanOrEqual(0);
  });

  test('has its own time, whatever the others do meanwhile', async () => {
    // GIVEN a clock that only waiting moves on: what else the machine does is not the fault of a record
    jest.useFakeTimers({ now: Date.now() });
    try {
      // WHEN
      const all = interleaved(1000);
      await jest.advanceTimersByTimeAsync(1000);
      const { records: written, ended } = await all;

      // THEN
      const lags = written.map((record) => Math.abs(timeOf(record) - (ended.get(record['requestId']) as number)));
      expect(Math.max(...lags)).toBeLessThanOrEqual(5);
      expect(new Set(written.map(timeOf)).size).toBeGreaterThan(30);
    } finally {
      jest.useRealTimers();
    }
  });
});

const timeOf = (record: Json): number => (record['_aws'] as { Timestamp: number }).Timestamp;

/** Runs operations with random waits at the same time, and expects that none takes anything of another, or loses anything. */
async function interleaved(count: number) {
  // GIVEN
  const many = defineMetrics({
    namespace: 'App',
    steps: ['Work'],
    metrics: { Took: { unit: Unit.MILLISECONDS, dimensions: ['Id'] }, Number: { unit: Unit.NONE, kind: 'gauge' } },
  });
  const ended = new Map<unknown, number>();
  const lags: number[] = [];
  const write = process.stdout.write;
  process.stdout.write = ((line: string) => {
    lags.push(Date.now() - timeOf(JSON.parse(line)));
    return write(line);
  }) as typeof write;
  const pause = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
  const handler = operation(many, async ({ id }: { id: number }, op) => {
    await pause();
    op.gauge('Number', id);
    await op.step('Work', pause);
    await op.time('Took', { Id: `${id}` }, pause);
    op.gauge('Number', id + 0.5);
    op.property('id', id);
    ended.set(`r${id}`, Date.now());
  });

  // WHEN
  await Promise.all(Array.from({ length: count }, (_, id) => handler({ id }, { awsRequestId: `r${id}` })));

  // THEN
  const written = records();
  expect(written).toHaveLength(2 * count);
  const wrong = written.filter((record) => {
    const id = Number(String(record['requestId']).slice(1));
    const own =
      record['Id'] === undefined
        ? JSON.stringify(record['Number']) === JSON.stringify([id, id + 0.5]) && record['WorkSucceeded'] === 1
        : record['Id'] === `${id}` && typeof record['Took'] === 'number';
    return !own || (record['properties'] as Json)['id'] !== id;
  });
  expect(wrong).toEqual([]);
  return { records: written, ended, lags };
}

describe('the log', () => {
  const logged = async (write: (log: Parameters<Parameters<typeof operation>[1]>[1]['log']) => void, options = {}) => {
    await operation(catalogue, (_event, op) => write(op.log), options)(events.http2, context);
    return logs();
  };

  test('says who, where and because of what', async () => {
    process.env['SERVICE_VERSION'] = '1.2.3';
    process.env['ENVIRONMENT'] = 'prod';
    process.env['_X_AMZN_TRACE_ID'] = 'Root=1-a;Sampled=1';
    expect(await logged((log) => log.info('customer created', { customerId: 'k-1' }))).toEqual([
      {
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        level: 'INFO',
        message: 'customer created',
        service: 'invoices',
        version: '1.2.3',
        environment: 'prod',
        operation: 'GET /invoices/{id}',
        requestId: 'r-1',
        traceId: '1-a',
        correlationId: 'c-http2',
        customerId: 'k-1',
      },
    ]);
  });

  test('names the function and its version where nothing else is known', async () => {
    process.env['AWS_LAMBDA_FUNCTION_NAME'] = 'pay';
    process.env['AWS_LAMBDA_FUNCTION_VERSION'] = '$LATEST';
    const nameless = defineMetrics({ namespace: 'App' });
    await operation(nameless, (_event, op) => {
      op.log.info('hello');
      op.log.info('again');
    })({}, context);
    expect(logs()).toMatchObject([{ service: 'pay', version: '$LATEST' }, { message: 'again' }]);
  });

  test.each([
    [undefined, ['INFO', 'WARN', 'ERROR']],
    ['trace', ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR']],
    ['DEBUG', ['DEBUG', 'INFO', 'WARN', 'ERROR']],
    ['error', ['ERROR']],
    ['loud', ['INFO', 'WARN', 'ERROR']],
  ])('at LOG_LEVEL %s has %j', async (level, levels) => {
    delete process.env['LOG_LEVEL'];
    if (level) process.env['LOG_LEVEL'] = level;
    const told = await logged((log) => {
      log.trace('t');
      log.debug('d');
      log.info('i');
      log.warn('w');
      log.error('e');
    });
    expect(told.map((line) => line['level'])).toEqual(levels);
  });

  test('hides secrets at every depth, whatever the style of their keys', async () => {
    const told = await logged(
      (log) =>
        log.info('in', {
          password: 'p',
          user: { apiKey: 'k', 'X-Api-Key': 'k', access_token: 't', name: 'Anna', iban: 'DE1' },
          list: [{ Authorization: 'Bearer x' }],
        }),
      { redact: ['IBAN'] },
    );
    const hidden = '[redacted]';
    expect(told).toMatchObject([
      {
        password: hidden,
        user: { apiKey: hidden, 'X-Api-Key': hidden, access_token: hidden, name: 'Anna', iban: hidden },
        list: [{ Authorization: hidden }],
      },
    ]);
  });

  test('tells errors with their causes', async () => {
    const cause = Object.assign(new RangeError('inner'), { code: 'E7' });
    const fault = new Error('outer', { cause });
    const expected = {
      name: 'Error',
      message: 'outer',
      stack: expect.any(String),
      cause: { code: 'E7', name: 'RangeError' },
    };
    const told = await logged((log) => {
      log.error('failed', fault);
      log.error('failed', { error: fault, customerId: 'k-1' });
    });
    expect(told).toMatchObject([{ error: expected }, { error: expected, customerId: 'k-1' }]);
  });

  test('does not let fields pose as something else', async () => {
    const told = lines;
    await operation(catalogue, (_event, op) => {
      op.log.info('a', {
        level: 'ERROR',
        requestId: 'other',
        _aws: { Timestamp: 0 },
        ...JSON.parse('{"__proto__":1}'),
      });
    })(events.http2, context);
    expect(told().filter((line) => !isRecord(line))).toMatchObject([{ level: 'INFO', requestId: 'r-1' }]);
  });

  test('stays one line of JSON, whatever it is given', async () => {
    const circle: Json = {};
    circle['self'] = circle;
    const told = await logged((log) => {
      log.info('circle', circle);
      log.info('big integer', { id: 7n });
      log.info('long', { text: 'x'.repeat(300_000) });
      log.info('y'.repeat(300_000));
      log.info('two\nlines');
      log.info(Symbol('s') as never);
    });
    expect(told).toMatchObject([
      { message: 'circle', fieldsDropped: 'too long or not JSON' },
      { id: '7' },
      { message: 'long', fieldsDropped: 'too long or not JSON' },
      { message: 'y'.repeat(10_000) },
      { message: 'two\nlines' },
      { message: 'symbol' },
    ]);
  });
});
