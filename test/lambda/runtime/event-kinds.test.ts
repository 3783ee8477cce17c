import { operation } from '../../../lambda/runtime';
import { defineMetrics } from '../../../lib/catalogue';
import { dataByName } from './embedded-metric-format';
import * as events from './events';
import { capture, records, release } from './standard-output';

const catalogue = defineMetrics({ namespace: 'Invoicing' });
const context = { awsRequestId: 'r-1' };

const TopicArn = 'arn:aws:sns:eu-central-1:123456789012:paid';
const without = ({ Records }: { Records: object[] }, member: string) => ({
  Records: Records.map((record) => ({ ...record, [member]: undefined })),
});

beforeEach(() => {
  Object.assign(globalThis, { 'cdk-vigil.started': true });
  capture();
});
afterEach(release);

test.each([
  ['http-api', events.http2, 'GET /invoices/{id}', 'c-http2', 'anna'],
  ['http-api', { ...events.http2, routeKey: '$default' }, 'GET $default', 'c-http2', 'anna'],
  ['http-api', { ...events.http2, routeKey: 'ANY /invoices' }, 'GET /invoices', 'c-http2', 'anna'],
  ['function-url', events.functionUrl, 'PUT function-url', 'r-1', undefined],
  ['rest-api', events.rest, 'POST /customers', 'c-rest', 'ben'],
  ['rest-api', { ...events.rest, httpMethod: 'BREW' }, 'OTHER /customers', 'c-rest', 'ben'],
  ['rest-api', { ...events.rest, headers: null }, 'POST /customers', 'r-1', 'ben'],
  ['rest-api', { ...events.rest, resource: '/Zürich' }, 'rest-api', 'c-rest', 'ben'],
  [
    'rest-api',
    { ...events.rest, headers: { accept: '*/*', 'X-CORRELATION-ID': 'c-2' } },
    'POST /customers',
    'c-2',
    'ben',
  ],
  ['rest-api', { ...events.rest, headers: { accept: '*/*' } }, 'POST /customers', 'r-1', 'ben'],
  ['load-balancer', events.loadBalancer, 'GET web', 'r-1', undefined],
  [
    'load-balancer',
    { ...events.loadBalancer, headers: undefined, multiValueHeaders: { 'X-Correlation-Id': ['c-alb'] } },
    'GET web',
    'c-alb',
    undefined,
  ],
  [
    'rest-api',
    { ...events.rest, requestContext: { httpMethod: 'POST', identity: { user: 'AIDA1' } } },
    'POST /customers',
    'c-rest',
    'AIDA1',
  ],
  ['sqs', events.sqs('c-1'), 'sqs invoices', 'c-1', undefined],
  ['sqs', events.sqs('c-1', 'c-1'), 'sqs invoices', 'c-1', undefined],
  ['sqs', events.sqs('c-1', 'c-2'), 'sqs invoices', 'r-1', undefined],
  ['sqs', events.sqs(undefined), 'sqs invoices', 'r-1', undefined],
  ['sqs', events.forwarded('c-rule'), 'sqs invoices', 'c-rule', undefined],
  ['sqs', events.forwarded('c-rule', 'c-other'), 'sqs invoices', 'r-1', undefined],
  ['sqs', events.subscribed('c-topic'), 'sqs invoices', 'c-topic', undefined],
  ['sns', events.sns, 'sns paid', 'c-sns', undefined],
  ['sns', events.published('c-rule'), 'sns paid', 'c-rule', undefined],
  ['sqs', without(events.sqs('c-1'), 'messageAttributes'), 'sqs invoices', 'r-1', undefined],
  ['sns', { Records: [{ EventSource: 'aws:sns', Sns: { TopicArn } }] }, 'sns paid', 'r-1', undefined],
  [
    'sns',
    { Records: [{ EventSource: 'aws:sns', Sns: { TopicArn, MessageAttributes: {} } }] },
    'sns paid',
    'r-1',
    undefined,
  ],
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
  ['eventbridge', { ...events.eventBridge, detail: undefined }, 'eventbridge Invoice paid', 'r-1', undefined],
  ['schedule', events.schedule, 'schedule nightly', 'r-1', undefined],
  [
    'schedule',
    { ...events.schedule, resources: ['arn:aws:scheduler:eu-central-1:123456789012:schedule/default/hourly'] },
    'schedule hourly',
    'r-1',
    undefined,
  ],
  // an authorizer is asked with the request of an operation, but is none of the API, and its answer has no status
  ['invoke', { ...events.rest, type: 'REQUEST', methodArn: 'arn:aws:execute-api' }, 'invoke', 'r-1', undefined],
  ['invoke', { ...events.http2, type: 'REQUEST', routeArn: 'arn:aws:execute-api' }, 'invoke', 'r-1', undefined],
  ['invoke', { any: 'thing' }, 'invoke', 'r-1', undefined],
  ['invoke', null, 'invoke', 'r-1', undefined],
  ['invoke', { Records: [{ eventSource: 'aws:sqs' }] }, 'invoke', 'r-1', undefined],
  ['invoke', { Records: [] }, 'invoke', 'r-1', undefined],
])(
  'an operation of %s is named by template, and carries its correlation id',
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
  [events.rest, { statusCode: '200' }, 'Operation2XX'],
  [events.http2, { statusCode: '404' }, 'Operation4XX'],
  [events.rest, { statusCode: '' }, 'Operation5XX'],
  [events.rest, { statusCode: null }, 'Operation5XX'],
  [events.rest, { status: 200 }, 'Operation5XX'],
  [events.rest, { statusCode: Number.NaN }, 'Operation5XX'],
  [events.loadBalancer, {}, 'Operation5XX'],
])('%# counts the class of its status', async (event, answer, name) => {
  await operation(catalogue, () => answer)(event, context);
  const [record] = records();
  expect(Object.keys(dataByName(record)).sort()).toEqual([name, 'OperationCount', 'OperationDuration'].sort());
});
