/** One event of each kind, reduced to what tells them apart and what is read of them. */
export const http2 = {
  version: '2.0',
  routeKey: 'GET /invoices/{id}',
  rawPath: '/invoices/4711',
  headers: { 'X-Correlation-Id': 'c-http2', 'user-agent': 'curl/8' },
  requestContext: { http: { method: 'GET', path: '/invoices/4711' }, authorizer: { jwt: { claims: { sub: 'anna' } } } },
};
export const functionUrl = {
  version: '2.0',
  routeKey: '$default',
  rawPath: '/anything/4711',
  headers: {},
  requestContext: { domainName: 'abc.lambda-url.eu-central-1.on.aws', http: { method: 'PUT' } },
};
export const rest = {
  resource: '/customers',
  path: '/customers',
  httpMethod: 'POST',
  headers: { 'x-correlation-id': 'c-rest' },
  requestContext: { httpMethod: 'POST', resourcePath: '/customers', authorizer: { claims: { sub: 'ben' } } },
};
export const loadBalancer = {
  httpMethod: 'GET',
  path: '/health',
  headers: {},
  requestContext: {
    elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/6d0ecf831eec9f09' },
  },
};

const batch = (records: object[]) => ({ Records: records });
export const sqs = (...correlationIds: (string | undefined)[]) =>
  batch(
    correlationIds.map((id, index) => ({
      messageId: `m${index}`,
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:invoices',
      messageAttributes: id ? { correlationId: { stringValue: id, dataType: 'String' } } : {},
    })),
  );
/** Events that an EventBridge rule has put into a queue. */
export const forwarded = (...correlationIds: string[]) =>
  batch(
    correlationIds.map((correlationId) => ({
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:invoices',
      messageAttributes: {},
      body: JSON.stringify({ 'detail-type': 'Invoice created', detail: { invoiceId: 4711, correlationId } }),
    })),
  );
/** Notifications of a topic in a queue, in the envelope that SNS puts around them unless delivery is raw. */
export const subscribed = (correlationId: string) =>
  batch([
    {
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:invoices',
      messageAttributes: {},
      body: JSON.stringify(
        {
          Type: 'Notification',
          Message: '{"invoiceId":4711}',
          MessageAttributes: {
            attempt: { Type: 'Number', Value: '1' },
            correlationId: { Type: 'String', Value: correlationId },
          },
        },
        null,
        2,
      ),
    },
  ]);
/** An event that an EventBridge rule has published. */
export const published = (correlationId: string) =>
  batch([
    {
      EventSource: 'aws:sns',
      Sns: {
        TopicArn: 'arn:aws:sns:eu-central-1:123456789012:paid',
        Message: JSON.stringify({ 'detail-type': 'Invoice paid', detail: { correlationId } }),
        MessageAttributes: {},
      },
    },
  ]);
export const sns = batch([
  {
    EventSource: 'aws:sns',
    Sns: {
      TopicArn: 'arn:aws:sns:eu-central-1:123456789012:paid',
      MessageAttributes: { correlationId: { Type: 'String', Value: 'c-sns' } },
    },
  },
]);
export const kinesis = batch([
  { eventSource: 'aws:kinesis', eventSourceARN: 'arn:aws:kinesis:eu-central-1:123456789012:stream/clicks' },
]);
export const dynamodb = batch([
  {
    eventSource: 'aws:dynamodb',
    eventSourceARN: 'arn:aws:dynamodb:eu-central-1:123456789012:table/ledger/stream/2026-01-01T00:00:00.000',
  },
]);
export const eventBridge = {
  source: 'invoicing',
  'detail-type': 'Invoice paid',
  resources: [],
  detail: { correlationId: 'c-bridge' },
};
export const schedule = {
  source: 'aws.events',
  'detail-type': 'Scheduled Event',
  resources: ['arn:aws:events:eu-central-1:123456789012:rule/nightly'],
  detail: {},
};
