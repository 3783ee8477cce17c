import { operation } from '../../../lambda/runtime';
import { defineMetrics } from '../../../lib/catalogue';
import * as events from './events';
import { capture, isRecord, type Json, lines, logs, release } from './standard-output';

const catalogue = defineMetrics({ namespace: 'Invoicing', dimensions: { Service: 'invoices' } });
const context = { awsRequestId: 'r-1' };
const environment = { ...process.env };

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

  test('hides secrets at every depth, whatever the style of their keys', async () => {
    const told = await logged(
      (log) =>
        log.info('in', {
          password: 'p',
          user: { apiKey: 'k', 'X-Api-Key': 'k', access_token: 't', name: 'Anna', iban: 'DE1' },
          list: [{ Authorization: 'Bearer x', cookies: ['a=b'] }],
          aws: { secretAccessKey: 's', SessionToken: 't', credentials: { any: 1 }, private_key: 'k', passphrase: 'p' },
          usage: { tokens: 12, nextTokens: 3 },
        }),
      { redact: ['IBAN'] },
    );
    const hidden = '[redacted]';
    expect(told).toMatchObject([
      {
        password: hidden,
        user: { apiKey: hidden, 'X-Api-Key': hidden, access_token: hidden, name: 'Anna', iban: hidden },
        list: [{ Authorization: hidden, cookies: hidden }],
        aws: {
          secretAccessKey: hidden,
          SessionToken: hidden,
          credentials: hidden,
          private_key: hidden,
          passphrase: hidden,
        },
        usage: { tokens: 12, nextTokens: 3 },
      },
    ]);
  });

  test('has at most 60,000 characters in a line', async () => {
    const [short] = await logged((log) => log.info('pad', { texts: Array(7).fill('') }));
    const room = 60_000 - JSON.stringify(short).length;
    const texts = (length: number) => [...Array(6).fill('x'.repeat(9900)), 'x'.repeat(length - 6 * 9900)];
    const [fits, not] = await logged((log) => {
      log.info('pad', { texts: texts(room) });
      log.info('pad', { texts: texts(room + 1) });
    });
    expect(JSON.stringify(fits)).toHaveLength(60_000);
    expect(not).toHaveProperty('fieldsDropped');
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
    const told = await logged((log) => {
      log.info('circle', circle);
      log.info('twice', { one: shared, other: shared });
      log.error('refused', refused);
      log.error('itself', itself);
      log.info('throws', hostile);
      log.info('big integer', { id: 7n });
      log.info('long', { text: 'x'.repeat(300_000) });
      log.info('many', { texts: Array(9).fill('x'.repeat(9000)) });
      log.info('y'.repeat(300_000));
      log.info('two\nlines');
      log.info(Symbol('s') as never);
    });
    expect(told).toMatchObject([
      { message: 'circle', self: { self: '[circular]' }, list: [{ up: { list: '[circular]' } }] },
      { message: 'twice', one: { id: 1 }, other: { id: 1 } },
      {
        message: 'refused',
        error: { message: 'refused', code: 'E1', request: { host: 'acme', response: '[circular]' } },
      },
      { message: 'itself', error: { message: 'itself', stack: expect.any(String), cause: '[circular]' } },
      { message: 'throws', fieldsDropped: 'too long or not JSON' },
      { id: '7' },
      { message: 'long', text: 'x'.repeat(10_000) },
      { message: 'many', fieldsDropped: 'too long or not JSON' },
      { message: 'y'.repeat(10_000) },
      { message: 'two\nlines' },
      { message: 'symbol' },
    ]);
  });
});
