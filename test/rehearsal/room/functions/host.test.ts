import { join } from 'node:path';
import type { Application, FunctionDeclaration } from '../../../../lib/rehearsal/assembly/model';
import { Host } from '../../../../lib/rehearsal/room/functions/host';
import { folderWith } from '../../templates';

const BUNDLES = join(__dirname, '../../../../dist/lambda/invoicing');
const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:created';
const DEAD = 'arn:aws:sqs:us-east-1:123456789012:failed';

const declared = (name: string, more: Partial<FunctionDeclaration> = {}): FunctionDeclaration => ({
  ...{ stack: 'shop', logicalId: name, name, handler: 'index.handler', timeoutSeconds: 30, memory: 128 },
  ...{ environment: {}, routes: [], queues: [], ...more },
});

const queueNamed = (name: string) => ({
  ...{ name, arn: `arn:aws:sqs:us-east-1:123456789012:${name}` },
  url: `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`,
});

const application = (functions: readonly FunctionDeclaration[]): Application => ({
  functions,
  tables: [{ name: 'invoices', keys: ['pk', 'sk'], indexes: [{ name: 'ByAge', keys: ['kind', 'createdAt'] }] }],
  queues: [{ ...queueNamed('created'), deadLetterArn: DEAD, maxReceives: 2 }, queueNamed('failed')],
  rules: [{ name: 'Created', bus: 'bus', pattern: { source: ['invoicing'] }, targets: [QUEUE] }],
});

const hosts: Host[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.stop();
});

function hostOf(...functions: FunctionDeclaration[]) {
  const printed: string[] = [];
  const counted: [string, boolean][] = [];
  const host = new Host(application(functions), {
    now: () => 1000,
    print: (line) => printed.push(line),
    called: (name, _, hasFailed) => counted.push([name, hasFailed]),
  });
  hosts.push(host);
  return { host, printed, counted };
}

/** A function whose code is one file. */
const withCode = (code: string, more: Partial<FunctionDeclaration> = {}) =>
  declared('own', { folder: folderWith({ 'index.mjs': code }), ...more });

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 30_000; !holds() && Date.now() < end; ) await new Promise((go) => setTimeout(go, 50));
}

const request = (method: string, path: string, body?: object) => ({
  ...{ version: '2.0', routeKey: `${method} ${path}`, headers: {}, requestContext: { http: { method, path } } },
  ...{ body: body && JSON.stringify(body), isBase64Encoded: false },
});

test('the handlers of the reference system work together, and print their metrics', async () => {
  // GIVEN
  const environment = {
    ...{ ENVIRONMENT: 'test', TABLE_NAME: 'invoices', BUS_NAME: 'bus' },
    QUEUE_URL: queueNamed('created').url,
  };
  const at = (name: string, more = {}) => declared(name, { folder: join(BUNDLES, name), environment, ...more });
  const { host, printed } = hostOf(
    at('create-customer'),
    at('create-invoice'),
    at('list-invoices'),
    at('health'),
    at('issue-invoice', { queues: [{ arn: QUEUE, batchSize: 10 }] }),
  );
  const bodyOf = (result: string | undefined) => JSON.parse(JSON.parse(result ?? '{}').body);

  // WHEN
  const customer = await host.call(0, request('POST', '/customer', { name: 'Ada', email: 'ada@example.com' }));
  const order = { customerId: bodyOf(customer?.result).id, amountMinorUnits: 1200, currency: 'EUR' };
  const invoice = await host.call(1, request('POST', '/invoice', order));
  await until(() => host.view().calls.some(({ by }) => by === 'created'));
  const list = await host.call(2, request('GET', '/invoices'));
  const health = await host.call(3, request('GET', '/health'));

  // THEN the queue's consumer has issued the invoice
  expect(host.view().calls.map(({ error, problems }) => [error, problems])).toEqual(
    host.view().calls.map(() => [undefined, []]),
  );
  expect(bodyOf(list?.result).items).toEqual([
    { ...bodyOf(invoice?.result), status: 'issued', issuedAt: expect.any(String) },
  ]);
  // slow machines are degraded
  expect(bodyOf(health?.result).overall).not.toBe('unhealthy');
  expect(host.view()).toMatchObject({
    tables: [{ name: 'invoices', items: 2 }],
    queues: [
      { name: 'created', messages: 0 },
      { name: 'failed', messages: 0 },
    ],
  });
  for (const metric of ['CreateCustomerSucceeded', 'AnnounceInvoiceSucceeded', 'IssueInvoiceSucceeded']) {
    expect(printed.filter((line) => line.includes('"_aws"') && line.includes(metric))).toHaveLength(1);
  }
});

test('a message that is never processed goes to the dead-letter queue', async () => {
  const { host, counted } = hostOf(
    withCode('export const handler = () => { throw new RangeError("too much"); };', {
      queues: [{ arn: QUEUE, batchSize: 1 }],
    }),
    withCode(
      `export const handler = (event) => fetch(process.env.AWS_ENDPOINT_URL, {
        method: 'POST',
        headers: { 'x-amz-target': 'AmazonSQS.SendMessage' },
        body: JSON.stringify({ QueueUrl: process.env.QUEUE, MessageBody: 'x' }),
      }).then((response) => response.status);`,
      { name: 'sender', environment: { QUEUE: queueNamed('created').url } },
    ),
  );

  const { result } = (await host.call(1, {})) ?? {};
  await until(() => host.view().queues[1]?.messages === 1);

  expect(result).toBe('200');
  expect(host.view().queues.map(({ messages }) => messages)).toEqual([0, 1]);
  expect(counted).toEqual([
    ['sender', false],
    ['own', true],
    ['own', true],
  ]);
  expect(host.view().calls[0]?.error).toBe('RangeError: too much');
});

test.each([
  ['export const handler = () => new Promise(() => setInterval(() => {}, 9));', 'It timed out after 1 seconds.', []],
  ['export const handler = () => process.exit(3);', 'Its process ended with exit code 3.', []],
  ['export const handle = 1;', "Error: index exports no function 'handler'.", []],
  [
    "import 'nowhere-to-be-found'; export const handler = 1;",
    "Cannot find package 'nowhere-to-be-found'",
    ['Lambda brings nowhere-to-be-found; here it has to be installed: npm i -D nowhere-to-be-found'],
  ],
])('%s fails with a message', async (code, message, problems) => {
  const { host } = hostOf(withCode(code, { timeoutSeconds: code.includes('Promise') ? 1 : 30 }));

  const call = await host.call(0, {});

  expect(call?.error).toContain(message);
  expect(call?.problems).toEqual(problems);
  // and the next call has a new process
  expect((await host.call(0, {}))?.error).toContain(message);
});

test('code that was not bundled, other runtimes and unknown functions are not called', async () => {
  const { host } = hostOf(
    declared('none', { folder: folderWith({}) }),
    declared('python', { why: 'it runs on python3.13' }),
  );

  expect((await host.call(0, {}))?.error).toBe('Error: Its code has no file index.js or .mjs: it was not bundled.');
  expect(await host.call(1, {})).toBeUndefined();
  expect(await host.call(9, {})).toBeUndefined();
  expect(host.functions.map(({ why }) => why)).toEqual([undefined, 'it runs on python3.13']);
});

test('what a rehearsal does not have of AWS is refused and named, and nothing of the terminal leads to an account', async () => {
  process.env.AWS_PROFILE = 'production';
  const { host } = hostOf(
    withCode(`export const handler = async () => {
      console.log('caf\\u00e9');
      const response = await fetch(process.env.AWS_ENDPOINT_URL + '/bucket/key', {
        headers: { authorization: 'AWS4-HMAC-SHA256 Credential=AKIA/20260105/us-east-1/s3/aws4_request' },
      });
      return [response.status, process.env.AWS_PROFILE, process.env.AWS_ACCESS_KEY_ID];
    };`),
  );

  const call = await host.call(0, {});
  delete process.env.AWS_PROFILE;

  expect(call).toMatchObject({
    result: '[400,null,"rehearsal"]',
    lines: ['café'],
    problems: ['s3 GET /bucket/key is not there in a rehearsal.'],
  });
});
