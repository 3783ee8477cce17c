// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub

import { alarm, assemblyOf } from '../templates';

const TRANSFORM = 'AWS::Serverless-2016-10-31';
const read = (Resources: object, more: object = {}) =>
  assemblyOf({ shop: { Transform: TRANSFORM, Resources, ...more } });
const fn = (properties: object = {}) => ({ Type: 'AWS::Serverless::Function', Properties: properties });
/** What a dimension comes to that refers to something, and what could not be resolved. */
const resolved = (reference: unknown, Resources: object, more: object = {}) => {
  const Dimensions = [{ Name: 'It', Value: reference }];
  const { alarms, unresolved } = read({ ...Resources, Alarm: alarm({ Dimensions }) }, more);
  const [first] = alarms;
  const value = first?.kind === 'metric' ? first.queries[0]?.metric?.dimensions['It'] : undefined;
  return unresolved.length === 0 ? value : unresolved.map(({ expression, reason }) => `${expression}: ${reason}`);
};

const API = { Type: 'Api', Properties: { Path: '/', Method: 'get' } };

test.each<[string, object, object]>([
  ['OrdersRole', { Orders: fn() }, {}],
  ['OrdersAliaslive', { Orders: fn({ AutoPublishAlias: 'live' }) }, {}],
  ['OrdersAliaslive', { Orders: fn() }, { Globals: { Function: { AutoPublishAlias: 'live' } } }],
  ['OrdersUrl', { Orders: fn({ FunctionUrlConfig: { AuthType: 'NONE' } }) }, {}],
  ['OrdersNightly', { Orders: fn({ Events: { Nightly: { Type: 'Schedule' } } }) }, {}],
  ['OrdersNightlyPermission', { Orders: fn({ Events: { Nightly: { Type: 'Schedule' } } }) }, {}],
  ['OrdersWork', { Orders: fn({ Events: { Work: { Type: 'SQS' } } }) }, {}],
  ['ServerlessRestApi', { Orders: fn({ Events: { Get: API } }) }, {}],
  ['OrdersGetPermissionProd', { Orders: fn({ Events: { Get: API } }) }, {}],
  ['ServerlessHttpApi', { Orders: fn({ Events: { Get: { Type: 'HttpApi' } } }) }, {}],
  ['FlowRole', { Flow: { Type: 'AWS::Serverless::StateMachine' } }, {}],
])('%s is a name that the transform makes', (name, resources, more) => {
  expect(resolved({ Ref: name }, resources, more)).toBe(name);
});

test('a stage is named by its API', () => {
  const Shop = { Type: 'AWS::Serverless::Api', Properties: { StageName: 'prod' } };

  expect(resolved({ Ref: 'Shop.Stage' }, { Shop })).toBe('prod');
  expect(resolved({ 'Fn::Sub': '${ShopprodStage}' }, { Shop })).toBe('prod');

  const Orders = fn({ Events: { Rest: API, Http: { Type: 'HttpApi' } } });
  expect(resolved({ Ref: 'ServerlessRestApiProdStage' }, { Orders })).toBe('Prod');
  expect(resolved({ Ref: 'ServerlessHttpApiApiGatewayDefaultStage' }, { Orders })).toBe('$default');
});

test('what a hash ends is known at deployment only', () => {
  expect(resolved({ Ref: 'Orders.Version' }, { Orders: fn({ AutoPublishAlias: 'live' }) })).toEqual([
    'Orders.Version: its name ends in a hash that the transform makes at deployment',
  ]);
});

test('a template without the transform has none of these names', () => {
  const { unresolved } = assemblyOf({
    shop: { Resources: { Orders: fn(), Alarm: alarm({ Dimensions: [{ Name: 'It', Value: { Ref: 'OrdersRole' } }] }) } },
  });

  expect(unresolved).toMatchObject([{ expression: 'OrdersRole' }]);
});

test('a function that a topic starts is subscribed to it, directly or through a queue', () => {
  const events = (more: object) => ({ Alert: { Type: 'SNS', Properties: { Topic: { Ref: 'Alerts' }, ...more } } });
  const { subscriptions } = read({
    Alerts: { Type: 'AWS::SNS::Topic' },
    Direct: fn({ Events: events({}) }),
    Queued: fn({ Events: events({ SqsSubscription: true }) }),
  });

  const topicArn = 'arn:aws:sns:us-east-1:123456789012:shop-Alerts';
  expect(subscriptions).toMatchObject([
    { topicArn, protocol: 'lambda', endpoint: 'arn:aws:lambda:us-east-1:123456789012:function:shop-Direct' },
    { topicArn, protocol: 'sqs', endpoint: 'arn:aws:sqs:us-east-1:123456789012:shop-QueuedAlertQueue' },
  ]);
});

test('detailed metrics of a stage count the operations of its API', () => {
  const { apiStages } = read({
    Shop: {
      Type: 'AWS::Serverless::Api',
      Properties: {
        ...{ Name: 'shop', StageName: 'prod', DefinitionBody: { paths: { '/': { get: {}, post: {} } } } },
        MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', MetricsEnabled: true }],
      },
    },
  });

  expect(apiStages).toMatchObject([{ api: 'shop', kind: 'REST', stage: 'prod', detailedOperations: 2 }]);
});

test('what is made for a resource that a condition leaves out is left out', () => {
  const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
  const Orders = {
    ...fn({ Events: { Alert: { Type: 'SNS', Properties: { Topic: 'arn:aws:sns:a:b:c' } } } }),
    Condition: 'Never',
  };

  expect(read({ Orders }, { Conditions }).subscriptions).toEqual([]);
});

describe('macros', () => {
  const named = (template: object) =>
    assemblyOf({ shop: { Resources: {}, ...template } }).unresolved.map(
      ({ resource, expression, reason }) => `${resource}: ${expression}: ${reason}`,
    );

  test.each<[object, string]>([
    [{ Transform: 'Ours' }, 'Transform: Ours: a macro: it may add or change alarms at deployment'],
    [
      { Transform: [{ Name: 'AWS::Include', Parameters: { Location: 's3://shop/alarms.yaml' } }] },
      'Transform: AWS::Include: a macro: it adds the contents of s3://shop/alarms.yaml, which are not read here',
    ],
    [
      { Resources: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://shop/more.yaml' } } } },
      'Resources: Fn::Transform AWS::Include: a macro: it adds the contents of s3://shop/more.yaml, which are not read here',
    ],
    [
      {
        Resources: {
          Alarm: { ...alarm(), Properties: { ...alarm().Properties, Tags: { 'Fn::Transform': { Name: 'Ours' } } } },
        },
      },
      'Alarm: Fn::Transform Ours: a macro: it may change this at deployment',
    ],
  ])('%j', (template, expected) => {
    expect(named(template)).toContain(expected);
  });

  test('of which AWS says that they add no alarms', () => {
    expect(named({ Transform: ['AWS::CodeDeployBlueGreen', 'AWS::SecretsManager-2020-07-23'] })).toEqual([
      expect.stringContaining('and no alarms'),
      expect.stringContaining('and no alarms'),
    ]);
  });
});
