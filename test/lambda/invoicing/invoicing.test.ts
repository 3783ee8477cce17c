import fc from 'fast-check';
import { capture, logs, records, release } from '../runtime/standard-output';
import { LoopbackAws } from './loopback-aws';

let aws: LoopbackAws;
let createCustomer: typeof import('../../../lambda/invoicing/create-customer').handler;
let listCustomers: typeof import('../../../lambda/invoicing/list-customers').handler;
let createInvoice: typeof import('../../../lambda/invoicing/create-invoice').handler;
let listInvoices: typeof import('../../../lambda/invoicing/list-invoices').handler;
let health: typeof import('../../../lambda/invoicing/health').handler;
let issueInvoice: typeof import('../../../lambda/invoicing/issue-invoice').handler;

beforeAll(async () => {
  aws = await LoopbackAws.start();
  // the handlers read their settings when they are loaded; the process of the tests may use more than a function should
  process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] = '10240';
  ({ handler: createCustomer } = require('../../../lambda/invoicing/create-customer'));
  ({ handler: listCustomers } = require('../../../lambda/invoicing/list-customers'));
  ({ handler: createInvoice } = require('../../../lambda/invoicing/create-invoice'));
  ({ handler: listInvoices } = require('../../../lambda/invoicing/list-invoices'));
  ({ handler: health } = require('../../../lambda/invoicing/health'));
  ({ handler: issueInvoice } = require('../../../lambda/invoicing/issue-invoice'));
});
beforeEach(() => {
  aws.clear();
  capture();
});
afterEach(release);
afterAll(() => aws.stop());

type Handler = typeof createCustomer;
const ADA = { name: 'Ada', email: 'ada@example.com' };
const INVOCATION = { awsRequestId: 'an-invocation' };
const NO_ONE = '00000000-0000-4000-8000-000000000000';

async function call(handler: Handler, request: Partial<Parameters<Handler>[0]>) {
  const { statusCode, body } = await handler({ headers: {}, isBase64Encoded: false, ...request }, INVOCATION);
  return { status: statusCode, body: JSON.parse(body as string) };
}
const post = (handler: Handler, body: unknown, headers = {}) => call(handler, { body: JSON.stringify(body), headers });
const get = (handler: Handler, queryStringParameters?: Record<string, string>) =>
  call(handler, { queryStringParameters });
const newCustomer = async () => (await post(createCustomer, ADA)).body;
const newInvoice = async () => {
  const { id: customerId } = await newCustomer();
  return (await post(createInvoice, { customerId, amountMinorUnits: 1250, currency: 'EUR' })).body;
};

describe('customers', () => {
  test('what is created is listed', async () => {
    // WHEN
    const { status, body } = await post(createCustomer, { ...ADA, kind: 'invoice' });

    // THEN
    expect(status).toBe(201);
    expect(body).toEqual({ ...ADA, id: expect.any(String), createdAt: expect.any(String) });
    expect((await get(listCustomers)).body).toEqual({ items: [body] });
    expect((await get(listInvoices)).body).toEqual({ items: [] });
  });

  test('a base64 body is read', async () => {
    // GIVEN
    const body = Buffer.from(JSON.stringify({ ...ADA, name: 'Zoë' })).toString('base64');

    // WHEN
    const answer = await call(createCustomer, { body, isBase64Encoded: true });

    // THEN
    expect(answer.body.name).toBe('Zoë');
  });

  test('pages follow each other, newest first, without gap or repetition', async () => {
    // GIVEN
    const created: string[] = [];
    for (let count = 0; count < 5; count += 1) created.push((await newCustomer()).createdAt);

    // WHEN
    const listed: { id: string; createdAt: string }[] = [];
    let next: string | undefined;
    do {
      const { body } = await get(listCustomers, { limit: '2', ...(next && { next }) });
      expect(body.items.length).toBeLessThanOrEqual(2);
      listed.push(...body.items);
      next = body.next;
    } while (next !== undefined);

    // THEN
    expect(listed.map(({ createdAt }) => createdAt)).toEqual(created.sort().reverse());
    expect(new Set(listed.map(({ id }) => id)).size).toBe(5);
  });
});

describe('wrong requests', () => {
  test.each([
    ['no body', undefined, 'The body is not JSON. Send a JSON object.'],
    ['no JSON', '{', 'The body is not JSON. Send a JSON object.'],
    ['no object', '[]', 'Send a JSON object.'],
    ['an empty name', JSON.stringify({ ...ADA, name: ' ' }), "'name' has to be a text of 1 to 200 characters."],
    ['several faults', '{}', "'name' has to be a text of 1 to 200 characters. 'email' has to be an e-mail address."],
    ['a long body', ' '.repeat(8193), 'The body has 8193 bytes; send at most 8192.'],
  ])('%s is refused with the reason', async (_, body, message) => {
    expect(await call(createCustomer, { body })).toEqual({ status: 400, body: { message } });
  });

  test.each([
    ['amountMinorUnits', 0],
    ['amountMinorUnits', 12.5],
    ['amountMinorUnits', '1250'],
    ['currency', 'euro'],
    ['customerId', 'CUSTOMER#1'],
  ])('an invoice with %s %p is refused', async (field, value) => {
    // WHEN
    const invoice = { customerId: NO_ONE, amountMinorUnits: 1250, currency: 'EUR', [field]: value };
    const { status, body } = await post(createInvoice, invoice);

    // THEN
    expect(status).toBe(400);
    expect(body.message).toMatch(`'${field}' has to be`);
  });

  test.each<Record<string, string>>([
    { limit: '0' },
    { limit: '101' },
    { limit: 'all' },
    { next: 'x' },
    { next: 'WyIiXQ' },
  ])('a list of %p is refused', async (query) => {
    expect((await get(listInvoices, query)).status).toBe(400);
  });

  test('no JSON makes the handler fail', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (body) => {
        expect((await call(createCustomer, { body })).status).toBe(400);
      }),
      { numRuns: 50 },
    );
  });
});

describe('invoices', () => {
  test('an invoice is created, announced, issued and listed', async () => {
    // GIVEN
    const invoice = await newInvoice();
    expect(invoice).toMatchObject({ status: 'created', amountMinorUnits: 1250, currency: 'EUR' });

    // WHEN
    const outcome = await issueInvoice({ Records: aws.messages as never }, INVOCATION);

    // THEN
    expect(outcome).toEqual({ batchItemFailures: [] });
    const { body } = await get(listInvoices);
    expect(body.items).toEqual([{ ...invoice, status: 'issued', issuedAt: expect.any(String) }]);
  });

  test('an invoice of an unknown customer is not found, and no event is published', async () => {
    // WHEN
    const answer = await post(createInvoice, { customerId: NO_ONE, amountMinorUnits: 1, currency: 'EUR' });

    // THEN
    expect(answer).toEqual({ status: 404, body: { message: `There is no customer ${NO_ONE}.` } });
    expect(aws.messages).toEqual([]);
    expect((await get(listInvoices)).body.items).toEqual([]);
  });

  test('after the bus refused the event, the same request completes the same invoice', async () => {
    // GIVEN
    const { id: customerId } = await newCustomer();
    const send = () =>
      post(createInvoice, { customerId, amountMinorUnits: 99, currency: 'EUR' }, { 'idempotency-key': 'order-7' });
    aws.busRefuses = true;
    await expect(send()).rejects.toThrow('InternalFailure The bus is down');
    aws.busRefuses = false;

    // WHEN
    const { status, body } = await send();

    // THEN
    expect(status).toBe(201);
    expect((await get(listInvoices)).body.items).toEqual([body]);
    expect(aws.messages).toHaveLength(1);
  });

  test('different keys make different invoices, and so does none', async () => {
    // GIVEN
    const { id: customerId } = await newCustomer();
    const invoice = { customerId, amountMinorUnits: 99, currency: 'EUR' };

    // WHEN
    for (const headers of [{ 'idempotency-key': 'a' }, { 'idempotency-key': 'b' }, {}, {}]) {
      await post(createInvoice, invoice, headers);
    }

    // THEN
    expect((await get(listInvoices)).body.items).toHaveLength(4);
  });
});

describe('the worker', () => {
  test('a message that comes twice keeps the first date of issue', async () => {
    // GIVEN
    await newInvoice();
    await issueInvoice({ Records: aws.messages as never }, INVOCATION);
    const [first] = (await get(listInvoices)).body.items;

    // WHEN
    const outcome = await issueInvoice({ Records: aws.messages as never }, INVOCATION);

    // THEN
    expect(outcome).toEqual({ batchItemFailures: [] });
    expect((await get(listInvoices)).body.items).toEqual([first]);
  });

  test('only the messages that fail come back, each with a line in the log', async () => {
    // GIVEN
    await newInvoice();
    const broken = { messageId: 'broken', body: 'no JSON' };
    const unknown = {
      messageId: 'unknown',
      body: JSON.stringify({ detail: { customerId: NO_ONE, invoiceId: NO_ONE } }),
    };
    logs();

    // WHEN
    const outcome = await issueInvoice({ Records: [broken, ...aws.messages, unknown] as never }, INVOCATION);

    // THEN
    expect(outcome).toEqual({ batchItemFailures: [{ itemIdentifier: 'broken' }, { itemIdentifier: 'unknown' }] });
    const told = logs().filter(({ level }) => level === 'ERROR');
    expect(told.map(({ messageId }) => messageId)).toEqual(['broken', 'unknown']);
    expect((await get(listInvoices)).body.items).toMatchObject([{ status: 'issued' }]);
  });
});

describe('health', () => {
  afterEach(() => jest.restoreAllMocks());
  const began = Date.now();
  let asked = 0;
  const look = async () => {
    // an answer holds for five seconds
    jest.spyOn(Date, 'now').mockReturnValue(began + 10_000 * ++asked);
    const event = { version: '2.0', routeKey: 'GET /health', requestContext: { http: { method: 'GET' } } };
    const { statusCode, body } = await health(event, INVOCATION);
    return { statusCode, ...JSON.parse(body) };
  };

  test('is that of the table, the queue and the function itself', async () => {
    // GIVEN
    aws.depth = [3, 2];

    // WHEN
    const { statusCode, overall, components } = await look();

    // THEN
    expect({ statusCode, overall }).toEqual({ statusCode: 200, overall: 'healthy' });
    expect(components).toMatchObject({
      table: { status: 'healthy' },
      queue: { status: 'healthy', details: { pending: 5 } },
      application: { status: 'healthy' },
    });
    expect(records()).toContainEqual(
      expect.objectContaining({ Environment: 'test', Component: 'table', HealthStatus: 0 }),
    );
  });

  test('suffers from a queue that is too long', async () => {
    aws.depth = [900, 100];
    expect(await look()).toMatchObject({
      statusCode: 200,
      overall: 'degraded',
      components: { queue: { status: 'degraded' } },
    });
  });

  test('is lost with the table, and does not disclose why', async () => {
    aws.tableRefuses = true;
    const answer = await look();
    expect(answer).toMatchObject({ statusCode: 503, overall: 'unhealthy', components: { table: { error: 'failed' } } });
    expect(JSON.stringify(answer)).not.toContain('arn:');
  });

  test('is not counted as an operation', async () => {
    await look();
    expect(JSON.stringify(records())).not.toContain('OperationCount');
  });
});
