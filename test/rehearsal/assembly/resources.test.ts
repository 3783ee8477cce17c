import { assemblyWith, subscription, topic } from '../templates';

test('reads subscriptions beside and within topics', () => {
  const { topics, subscriptions } = assemblyWith({
    Pages: topic({ TopicName: 'pages', Subscription: [{ Protocol: 'sms', Endpoint: '+4915112345678' }] }),
    Mail: {
      Type: 'AWS::SNS::Subscription',
      Properties: { ...subscription({ Ref: 'Pages' }, 'email', 'a@example.com').Properties, FilterPolicy: {} },
    },
  });

  const topicArn = topics[0]?.arn;
  expect(subscriptions).toEqual([
    { topicArn, protocol: 'email', endpoint: 'a@example.com', filtered: true, leavesOutFirstOk: false },
    { topicArn, protocol: 'sms', endpoint: '+4915112345678', filtered: false, leavesOutFirstOk: false },
  ]);
});

test('counts metrics per widget as CloudWatch does: with hidden ones, without expressions', () => {
  // GIVEN a dashboard as the CDK writes it
  const body = [
    '{"widgets":[{"type":"metric","properties":{"title":"Orders","metrics":[["AWS/SQS","A","QueueName","',
    { 'Fn::GetAtt': ['Queue', 'QueueName'] },
    '"],[{"expression":"a+b","id":"c"}],[".","B",".",".",{"visible":false}]]}},{"type":"text","properties":{"markdown":"Hi"}}]}',
  ];
  const { dashboards } = assemblyWith({
    Queue: { Type: 'AWS::SQS::Queue' },
    Overview: {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: { DashboardName: 'shop', DashboardBody: { 'Fn::Join': ['', body] } },
    },
  });

  // THEN
  expect(dashboards).toMatchObject([
    {
      name: 'shop',
      widgets: [
        { type: 'metric', title: 'Orders', metrics: 2 },
        { type: 'text', metrics: 0 },
      ],
    },
  ]);
});

test.each([['no JSON'], ['[1]'], [undefined]])('lists a dashboard whose body is %p', (DashboardBody) => {
  const { dashboards, unresolved } = assemblyWith({
    D: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardBody } },
  });

  expect(dashboards).toMatchObject([{ widgets: [] }]);
  expect(unresolved).toMatchObject([{ resource: 'D', expression: 'DashboardBody' }]);
});

const method = (HttpMethod: string) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: { RestApiId: { Ref: 'Api' }, HttpMethod },
});
const restApi = (MethodSettings: unknown, stage: Record<string, unknown> = {}, api: Record<string, unknown> = {}) => ({
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'shop', ...api } },
  Get: method('GET'),
  Post: method('POST'),
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod', MethodSettings, ...stage },
  },
});
const general = { HttpMethod: '*', ResourcePath: '/*', MetricsEnabled: true };
const special = (MetricsEnabled: boolean) => ({ HttpMethod: 'GET', ResourcePath: '/~1', MetricsEnabled });

test.each<[string, unknown, number]>([
  ['no setting', undefined, 0],
  ['metrics for all methods', [general], 2],
  ['metrics for all methods but one', [general, special(false)], 1],
  ['metrics for one method', [special(true)], 1],
  ['metrics off for all', [{ ...general, MetricsEnabled: false }], 0],
])('counts the operations with detailed metrics of a REST API: %s', (_, settings, detailedOperations) => {
  const { apiStages } = assemblyWith(restApi(settings));

  expect(apiStages).toMatchObject([{ kind: 'REST', api: 'shop', stage: 'prod', detailedOperations, caching: false }]);
});

test('counts the operations of an OpenAPI document in the template', () => {
  const Body = {
    paths: { '/a': { get: {}, post: {}, parameters: [] }, '/b': { 'x-amazon-apigateway-any-method': {} } },
  };
  const { apiStages } = assemblyWith(restApi([general], { CacheClusterEnabled: true }, { Body }));

  expect(apiStages).toMatchObject([{ detailedOperations: 5, caching: true }]);
});

const route = (RouteKey: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: { ApiId: { Ref: 'Api' }, RouteKey },
});
const httpApi = (stage: Record<string, unknown>, ProtocolType = 'HTTP') => ({
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'shop', ProtocolType } },
  Get: route('GET /orders'),
  Post: route('POST /orders'),
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', ...stage } },
});

test.each<[string, Record<string, unknown>, number]>([
  ['no setting', {}, 0],
  ['on by default', { DefaultRouteSettings: { DetailedMetricsEnabled: true } }, 2],
  [
    'off for one',
    {
      DefaultRouteSettings: { DetailedMetricsEnabled: true },
      RouteSettings: { 'GET /orders': { DetailedMetricsEnabled: false } },
    },
    1,
  ],
  ['on for one', { RouteSettings: { 'GET /orders': { DetailedMetricsEnabled: true } } }, 1],
])('counts the operations with detailed metrics of an HTTP API: %s', (_, stage, detailedOperations) => {
  expect(assemblyWith(httpApi(stage)).apiStages).toMatchObject([
    { kind: 'HTTP', stage: '$default', detailedOperations },
  ]);
});

test('knows WebSocket APIs', () => {
  expect(assemblyWith(httpApi({}, 'WEBSOCKET')).apiStages).toMatchObject([{ kind: 'WEBSOCKET' }]);
});
