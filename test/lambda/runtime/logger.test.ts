import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { operation } from '../../../lambda/runtime';
import { defineMetrics } from '../../../lib/catalogue';
import * as events from './events';
import { capture, isRecord, type Json, lines, logs, release } from './standard-output';

const catalogue = defineMetrics({ namespace: 'Invoicing', dimensions: { Service: 'invoices' } });
const context = { awsRequestId: 'r-1' };
const environment = { ...process.env };

/** An object that each level refers to twice: 2^levels paths lead to the innermost. */
const sharedGraph = (levels: number): object =>
  Array.from({ length: levels }).reduce<object>((inner) => ({ one: inner, other: inner }), { id: 1 });

beforeEach(capture);
afterEach(() => {
  release();
  process.env = { ...environment };
});

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

  test.each([
    'password',
    'dbPassword',
    'passwords',
    'passwd',
    'pwd',
    'DB_PWD',
    'pass',
    'userPass',
    'passphrase',
    'passcode',
    'apiKey',
    'X-Api-Key',
    'apikey',
    'api.key',
    'access_token',
    'accessTokens',
    'refreshtoken',
    'tokens',
    'SessionToken',
    'x-amz-security-token',
    'Authorization',
    'auth',
    'basicAuth',
    'bearer',
    'jwt',
    'cookies',
    'set-cookie',
    'session',
    'sessionId',
    'clientSecret',
    'secrets',
    'secretAccessKey',
    'AccessKeyId',
    'privateKey',
    'signingKey',
    'encryptionKey',
    'credential',
    'credentials',
    'connectionString',
    'dsn',
    'otp',
    'pin',
    'cvv',
    'headers',
    'rawHeaders',
    '_header',
    'pass word',
    'IBAN',
  ])('hides the value of %s, at every depth and whatever it is', async (key) => {
    const [line] = await logged(
      (log) =>
        log.info('in', { [key]: 's3cret', list: [{ [key]: ['s3cret'] }], deep: { er: { [key]: { any: 's3cret' } } } }),
      { redact: ['iban'] },
    );
    const hidden = '[redacted]';
    expect(line).toMatchObject({ [key]: hidden, list: [{ [key]: hidden }], deep: { er: { [key]: hidden } } });
    expect(JSON.stringify(line)).not.toContain('s3cret');
  });

  test.each([
    ['tokens', 12],
    ['nextTokens', 3],
    ['author', 'Anna'],
    ['bypass', 'lane'],
    ['shipping', 'fast'],
    ['tokenizer', 'bpe'],
    ['keyboard', 'de'],
    ['authorId', 'a-1'],
    ['compass', 'north'],
    ['primaryKey', 'id'],
    ['success', true],
  ])('leaves %s readable', async (key, value) => {
    expect(await logged((log) => log.info('in', { [key]: value }))).toMatchObject([{ [key]: value }]);
  });

  test.each([
    ['https://user:s3cret@host/x', 'https://[redacted]@host/x'],
    ['GET https://host/?access_token=s3cret&page=2 failed', 'GET https://host/?access_token=[redacted]&page=2 failed'],
    ['Authorization: Bearer s3cret9 was refused', 'Authorization: Bearer [redacted] was refused'],
    ['{"password":"s3cret","user":"anna"}', '{"password":"[redacted]","user":"anna"}'],
    ['postgres://app:s3cret@db:5432/shop', 'postgres://[redacted]@db:5432/shop'],
  ])('hides credentials in the text %s', async (text, safe) => {
    const [line] = await logged((log) => log.error(text, new Error(text)));
    expect(line).toMatchObject({ message: safe, error: { message: safe } });
    expect(JSON.stringify(line)).not.toContain('s3cret');
  });

  test('hides what a request and its response carry', async () => {
    // GIVEN a server, and an error that holds the objects of Node's client, as those of HTTP libraries do
    const server = createServer((_request, response) => response.setHeader('set-cookie', 'sid=s3cret').end('no'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const headers = { Authorization: 'Bearer s3cret', 'X-Api-Key': 's3cret' };
    const sent = request({ port, host: '127.0.0.1', headers, agent: false }).end();
    const [response] = await once(sent, 'response');
    response.resume();
    await once(response, 'end');
    server.close();

    // WHEN
    const [line] = await logged((log) =>
      log.error('failed', Object.assign(new Error('HTTP 500'), { request: sent, response })),
    );

    // THEN
    expect(line).toMatchObject({ error: { message: 'HTTP 500' } });
    expect(JSON.stringify(line)).not.toContain('s3cret');
  });

  test.each([
    ['texts', { texts: Array(9).fill('x'.repeat(9000)) }],
    ['texts that JSON escapes', { texts: Array(9).fill('\u0001'.repeat(9000)) }],
    ['rows', { rows: Array.from({ length: 8000 }, (_, id) => ({ id })) }],
    ['numbers', { numbers: Array.from({ length: 2_000_000 }, (_, id) => id) }],
    ['members', Object.fromEntries(Array.from({ length: 50_000 }, (_, id) => [`member-${id}`, id]))],
    ['levels', { deep: JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)) }],
    ['shared objects', { graph: sharedGraph(60) }],
    ['bytes', { body: Buffer.alloc(50_000_000) }],
  ])(
    'an error keeps its name, message and stack in a line of at most 60,000 characters beside many %s',
    async (_, many) => {
      // GIVEN an error that much hangs on, and fields that much hangs on
      const error = Object.assign(new RangeError('the reason'), many);

      // WHEN
      const [alone, among, plain] = await logged((log) => {
        log.error('failed', error);
        log.error('failed', { ...many, error });
        log.info('as fields', many);
      });

      // THEN
      const kept = { name: 'RangeError', message: 'the reason', stack: expect.stringContaining('logger.test') };
      expect(alone).toMatchObject({ error: kept });
      expect(among).toMatchObject({ error: kept });
      for (const line of [alone, among, plain]) expect(JSON.stringify(line).length).toBeLessThanOrEqual(60_000);
    },
  );

  test('writes errors with their causes', async () => {
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
      log.error('both failed', new AggregateError([cause, fault], 'all'));
    });
    expect(told).toMatchObject([
      { error: expected },
      { error: expected, customerId: 'k-1' },
      { error: { name: 'AggregateError', message: 'all', errors: [{ code: 'E7' }, expected] } },
    ]);
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
    circle['list'] = [{ up: circle }];
    const shared = { id: 1 };
    // as clients of HTTP make them
    const refused = Object.assign(new Error('refused'), { request: { host: 'acme', response: {} }, code: 'E1' });
    refused.request.response = refused.request;
    const itself: Error = new Error('itself');
    itself.cause = itself;
    const hostile = {
      get id() {
        throw new Error('no');
      },
    };
    const written = await logged((log) => {
      log.info('circle', circle);
      log.info('twice', { one: shared, other: shared });
      log.error('refused', refused);
      log.error('itself', itself);
      log.info('throws', hostile);
      log.info('big integer', { id: 7n });
      log.info('long', { text: 'x'.repeat(300_000) });
      log.info('y'.repeat(300_000));
      log.info('two\nlines');
      log.info(Symbol('s') as never);
    });
    expect(written).toMatchObject([
      { message: 'circle', self: { self: '[circular]' }, list: [{ up: { list: '[circular]' } }] },
      { message: 'twice', one: { id: 1 }, other: { id: 1 } },
      {
        message: 'refused',
        error: { message: 'refused', code: 'E1', request: { host: 'acme', response: '[circular]' } },
      },
      { message: 'itself', error: { message: 'itself', stack: expect.any(String), cause: '[circular]' } },
      { message: 'throws' },
      { id: '7' },
      { message: 'long', text: 'x'.repeat(10_000) },
      { message: 'y'.repeat(10_000) },
      { message: 'two\nlines' },
      { message: 'symbol' },
    ]);
  });
});
