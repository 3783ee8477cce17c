import { alarm, composite, mathAlarm, query, reportWith, topic } from '../templates';

const amounts = (resources: Record<string, unknown>) =>
  Object.fromEntries(
    reportWith(resources).estimate.lines.map(({ item, quantity, monthly }) => [item, [quantity, monthly]]),
  );
const errors = query('e', 'AWS/Lambda', 'Errors', 'Sum');
const invocations = query('n', 'AWS/Lambda', 'Invocations', 'Sum');
const ratio = { Id: 'x', Expression: 'e / n' };
const band = { Id: 'b', Expression: 'ANOMALY_DETECTION_BAND(e, 2)' };

test('prices alarms by their metrics', () => {
  const prices = amounts({
    Metric: alarm(),
    Math: mathAlarm([errors, invocations, ratio]),
    Anomaly: mathAlarm([{ ...errors, ReturnData: true }, band], { ThresholdMetricId: 'b' }),
    Fast: alarm({ Period: 10 }),
    Composite: composite('TRUE'),
  });

  expect(prices).toEqual({
    'alarm metric': [6, 0.6],
    'high-resolution alarm metric': [1, 0.3],
    'composite alarm': [1, 0.5],
  });
});

test('prices dashboards, and the keys of topics but no others', () => {
  const key = { Type: 'AWS::KMS::Key' };
  const prices = amounts({
    Board: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardBody: '{}' } },
    ByArn: key,
    ById: key,
    ByAlias: key,
    OfSomethingElse: key,
    Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/alerts', TargetKeyId: { Ref: 'ByAlias' } } },
    P0: topic({ KmsMasterKeyId: { 'Fn::GetAtt': ['ByArn', 'Arn'] } }),
    P1: topic({ KmsMasterKeyId: { 'Fn::GetAtt': ['ByArn', 'Arn'] } }),
    P2: topic({ KmsMasterKeyId: { Ref: 'ById' } }),
    P3: topic({ KmsMasterKeyId: 'alias/alerts' }),
  });

  expect(prices).toEqual({ dashboard: [1, 3], 'topic encryption key': [3, 3] });
});

test('prices the secret of those who take incidents, and no others', () => {
  const fn = (variables: object) => ({
    Type: 'AWS::Lambda::Function',
    Properties: { Environment: { Variables: variables } },
  });
  const prices = amounts({
    Answers: fn({ VIGIL: 'answers' }),
    Orders: fn({ VIGIL: 'orders' }),
    Key: { Type: 'AWS::SecretsManager::Secret' },
    Other: { Type: 'AWS::SecretsManager::Secret' },
  });

  expect(prices).toEqual({ 'secret that signs answers': [1, 0.4] });
});

const api = (stage: Record<string, unknown>) => ({
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'shop' } },
  Get: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: 'Api' }, HttpMethod: 'GET' } },
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: {
      RestApiId: { Ref: 'Api' },
      StageName: 'prod',
      MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', MetricsEnabled: true }],
      ...stage,
    },
  },
});

const METRICS = '4XXError, 5XXError, Count, IntegrationLatency, Latency';

test.each<[string, Record<string, unknown>, number, number, string]>([
  ['without a cache', {}, 5, 1.5, METRICS],
  ['with a cache', { CacheClusterEnabled: true }, 7, 2.1, `${METRICS}, CacheHitCount, CacheMissCount`],
])('prices detailed API metrics apart, since they need traffic: %s', (_, stage, quantity, monthly, metrics) => {
  const { estimate } = reportWith({ ...api(stage), Alarm: alarm() });

  expect(estimate.monthly).toBe(0.1);
  expect(estimate.atMost).toMatchObject([
    { quantity, monthly, assumption: `shop (prod): 1 operation with ${metrics}` },
  ]);
  expect(estimate.monthlyAtMost).toBeCloseTo(0.1 + monthly);
});

test('names what it cannot price', () => {
  const { estimate } = reportWith({
    Insights: mathAlarm([{ Id: 'q', Expression: 'SELECT MAX(Errors) FROM "AWS/Lambda"', Period: 60 }]),
    Log: { Type: 'AWS::CloudWatch::LogAlarm' },
    Priced: alarm(),
  });

  expect(estimate.unpriced).toEqual(['Insights', 'Log']);
});

test('adds up per component', () => {
  const on = (queue: string) => alarm({ Dimensions: [{ Name: 'QueueName', Value: queue }] });
  const { components } = reportWith({ A: on('orders'), B: on('orders'), C: on('bills'), D: composite('ALARM("A")') });

  expect(components.map(({ component, monthly }) => [component, monthly])).toEqual([
    ['bills', 0.1],
    ['orders', 0.7],
  ]);
});
