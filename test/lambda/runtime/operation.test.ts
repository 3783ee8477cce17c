import { operation } from '../../../lambda/runtime';
import { defineMetrics, Unit } from '../../../lib/catalogue';
import { dataByName, dataOf } from './embedded-metric-format';
import * as events from './events';
import { capture, lines, records, release } from './standard-output';

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
    expect(record?.['properties']).toEqual({ customerId: 'k-1', retried: true, bytes: 12 });
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
    [Object.assign(new Error('x'), { name: 'TimeoutError' }), 'TimeoutError'],
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
    expect(first?.['properties']).toEqual({ 'user-agent': 'curl/8' });
    expect(second).not.toHaveProperty('properties');
  });

  test('keeps headers of several values, as load balancers send them', async () => {
    const { headers, ...event } = events.loadBalancer;
    const multiValueHeaders = { 'User-Agent': ['curl/8'], accept: ['text/html', 'text/plain'], Cookie: ['a=b'] };
    const handler = operation(catalogue, () => undefined, { headers: ['user-agent', 'Accept'] });
    await handler({ ...event, multiValueHeaders }, context);
    expect(records()[0]?.['properties']).toEqual({ 'user-agent': 'curl/8', accept: 'text/html,text/plain' });
  });

  test('hides secrets among headers and properties, as in the log', async () => {
    const event = { ...events.http2, headers: { Authorization: 'Bearer x', 'x-tax-id': 'DE1', accept: '*/*' } };
    const handler = operation(catalogue, (_event, op) => op.property('apiKey', 'k'), {
      headers: ['authorization', 'X-Tax-Id', 'accept'],
      redact: ['xTaxId'],
    });
    await handler(event, context);
    expect(records()).toMatchObject([
      { properties: { authorization: '[redacted]', 'x-tax-id': '[redacted]', accept: '*/*', apiKey: '[redacted]' } },
    ]);
  });

  test('with properties beyond measure drops those alone, and says so', async () => {
    await operation(catalogue, (_event, op) => {
      for (let i = 0; i < 20; i++) op.property(`p${i}`, 'x'.repeat(5000));
      op.property('p0', 'short');
    })(events.http2, context);
    const [warning, record] = lines();
    expect(warning).toMatchObject({ level: 'WARN', message: 'Dropped properties: too long' });
    const kept = record?.['properties'] as Record<string, string>;
    expect(Object.keys(kept)).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7']);
    expect([kept['p0'], kept['p1']]).toEqual(['short', 'x'.repeat(1024)]);
    expect(record).toMatchObject({ requestId: 'r-1', OperationCount: 1, DroppedValues: 1 });
  });

  test('cuts off headers that are too long, and survives those that cannot be read', async () => {
    const handler = operation(catalogue, () => undefined, { headers: ['long', 'odd'] });
    await handler({ ...events.http2, headers: { long: 'x'.repeat(5000) } }, context);
    await handler({ ...events.http2, headers: { odd: Symbol('s') } }, context);
    const [first, second] = records();
    expect(first?.['properties']).toEqual({ long: 'x'.repeat(1024) });
    expect(second).toMatchObject({ OperationCount: 1 });
  });

  test.each([
    [760, true],
    [761, false],
  ])('with 7 properties of 1,024 characters and one of %i keeps all: %p', async (length, all) => {
    await operation(catalogue, (_event, op) => {
      for (let i = 0; i < 7; i++) op.property(`p${i}`, 'x'.repeat(1024));
      op.property('p7', 'x'.repeat(length));
    })(events.http2, context);
    const [record, ...warnings] = lines().toReversed();
    expect(warnings).toHaveLength(all ? 0 : 1);
    expect(Object.keys(record?.['properties'] as object)).toHaveLength(all ? 8 : 7);
  });

  test('takes a property again and again, and keeps the last', async () => {
    await operation(catalogue, (_event, op) => {
      for (let i = 0; i < 100_000; i++) op.property('done', i);
      op.property('__proto__', 'own');
      for (let i = 0; i < 5000; i++) op.property(`p${i}`, i);
    })(events.http2, context);
    const [warning, record] = lines();
    expect(warning).toMatchObject({ message: 'Dropped properties: too long' });
    expect(Object.entries(record?.['properties'] as object).slice(0, 3)).toEqual([
      ['done', 99_999],
      ['__proto__', 'own'],
      ['p0', 0],
    ]);
  });

  test.each([Number.NaN, null, undefined, { a: 1 }, 7n])('drops the property %p, and says so', async (value) => {
    await operation(catalogue, (_event, op) => op.property('it', value as never))(events.http2, context);
    const [warning, record] = lines();
    expect(warning).toMatchObject({ message: 'Dropped it: no text, number or boolean' });
    expect(record).toMatchObject({ DroppedValues: 1 });
    expect(record).not.toHaveProperty('properties');
  });

  test('reports how long it takes in milliseconds', async () => {
    await operation(catalogue, () => new Promise((resolve) => setTimeout(resolve, 30)))(events.schedule, context);
    const [{ OperationDuration }] = records().map(dataByName);
    expect(OperationDuration).toBeGreaterThan(25);
    expect(OperationDuration).toBeLessThan(5000);
  });

  test('cuts off ids and properties that are too long', async () => {
    const long = 'x'.repeat(2000);
    await operation(catalogue, (_event, op) => op.property('long', long))(events.schedule, { awsRequestId: long });
    expect(records()).toMatchObject([{ requestId: long.slice(0, 256), properties: { long: long.slice(0, 1024) } }]);
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

  test.each([
    {
      get statusCode() {
        throw new Error('no');
      },
    },
    { statusCode: 7n },
    { statusCode: Symbol('s') },
    { statusCode: { valueOf: () => ({}), toString: () => ({}) } },
  ])('is published with an answer that cannot be read', async (answer) => {
    expect(await operation(catalogue, () => answer)(events.http2, context)).toBe(answer);
    expect(records().map(dataByName)).toMatchObject([{ OperationCount: 1, Operation2XX: 1 }]);
  });

  test('is published with an error that cannot be read', async () => {
    class Hostile extends Error {
      public override get name(): string {
        throw new Error('no');
      }
    }
    const fault = new Hostile('hidden');
    await expect(operation(catalogue, () => Promise.reject(fault))(events.http2, context)).rejects.toBe(fault);
    const [line, record] = lines();
    expect(line).toMatchObject({ level: 'ERROR', message: 'Unhandled error' });
    expect(record).toMatchObject({ OperationCount: 1, UnhandledErrors: 1, ErrorClass: 'Error', status: 500 });
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
});
