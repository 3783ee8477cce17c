// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub

import { alarm, assemblyWith, composite, factsLine, mathAlarm, query, topic } from '../templates';

test('reads what an alarm is about from the last line of its description', () => {
  const { alarms } = assemblyWith({
    Alarm: alarm({ AlarmName: 'Shop/Orders/Main.QueueStuck', AlarmDescription: factsLine({}) }),
  });

  expect(alarms).toMatchObject([
    {
      severity: 'P1',
      component: 'Orders',
      environment: 'prod',
      type: 'queue',
      rule: 'QueueStuck',
      label: 'Main.QueueStuck',
    },
  ]);
});

test('metrics of DynamoDB that are missing are ignored, unless the alarm says otherwise', () => {
  const treatment = (properties: Record<string, unknown>) =>
    assemblyWith({ Alarm: alarm(properties) }).alarms.map(
      (each) => 'treatMissingData' in each && each.treatMissingData,
    );

  expect(treatment({ Namespace: 'AWS/DynamoDB', TreatMissingData: undefined })).toEqual(['ignore']);
  expect(treatment({ Namespace: 'AWS/DynamoDB', TreatMissingData: 'notBreaching' })).toEqual(['notBreaching']);
  expect(treatment({ TreatMissingData: undefined })).toEqual(['missing']);
});

test.each([['vigil:'], ['vigil:no facts'], ['vigil:P9/Queue/QueueStuck/seconds/Orders/prod'], ['vigil:P1/Queue']])(
  'goes by the name where the description says %s',
  (AlarmDescription) => {
    const { alarms } = assemblyWith({ Alarm: alarm({ AlarmName: 'Shop/Billing/Stuck-P2', AlarmDescription }) });

    expect(alarms).toMatchObject([{ severity: 'P2', component: 'Billing', label: 'Stuck-P2' }]);
  },
);

test.each<[string, string, string]>([
  ['orders', 'AlertsP0', 'P0'],
  ['orders', 'P3Topic1A2B3C4D', 'P3'],
  ['orders', 'PageTopic', 'P1'],
  ['orders', 'critical-alerts', 'P1'],
  ['orders', 'TicketTopic', 'P2'],
  ['orders warning', 'Alerts', 'P2'],
  ['bench-Api-Latency-P90-Critical', 'Alerts', 'P1'],
  ['bench-Api-Latency-P90', 'Alerts', 'unknown'],
  ['LandingPage-errors', 'Alerts', 'unknown'],
  ['orders-p1', 'TicketTopic', 'P2'],
])('reads the severity of alarm %s, which notifies %s: %s', (AlarmName, TopicName, severity) => {
  const { alarms } = assemblyWith({ T: topic({ TopicName }), A: alarm({ AlarmName, AlarmActions: [{ Ref: 'T' }] }) });

  expect(alarms).toMatchObject([{ severity }]);
});

test('reads the severity from a topic of another stack, too', () => {
  const { alarms } = assemblyWith({ A: alarm({ AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:alerts-P1'] }) });

  expect(alarms).toMatchObject([{ severity: 'P1' }]);
});

test.each<[string, unknown[], string]>([
  ['its queue', [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['OrdersA9B65338', 'QueueName'] } }], 'Orders'],
  [
    'the dimension that is not secondary',
    [
      { Name: 'Stage', Value: 'prod' },
      { Name: 'ApiId', Value: 'abc' },
    ],
    'abc',
  ],
  ['its namespace, without any dimension', [], 'AWS/SQS'],
])('takes for component, in a name without parts, %s', (_, Dimensions, component) => {
  const { alarms } = assemblyWith({
    OrdersA9B65338: { Type: 'AWS::SQS::Queue' },
    Alarm: alarm({ AlarmName: 'slow', Dimensions }),
  });

  expect(alarms).toMatchObject([{ component, label: 'slow' }]);
});

test('takes for component of a composite that of its children, whether by name or by ARN', () => {
  // GIVEN
  const onQueue = (name: string) => alarm({ Dimensions: [{ Name: 'QueueName', Value: name }] });

  // WHEN
  const { alarms } = assemblyWith({
    A: onQueue('orders'),
    B: onQueue('orders'),
    C: onQueue('bills'),
    Same: composite({ 'Fn::Sub': 'ALARM("${A.Arn}") OR ALARM("${B}")' }),
    Mixed: composite({ 'Fn::Sub': 'ALARM("${A.Arn}") OR ALARM("${C}")' }),
    Foreign: composite('ALARM("elsewhere")'),
  });

  // THEN
  const components = Object.fromEntries(alarms.map(({ logicalId, component }) => [logicalId, component]));
  expect(components).toMatchObject({ Same: 'orders', Mixed: 'Several components', Foreign: 'Other' });
});

test('distinguishes metric, math, anomaly, composite and unexplained alarms', () => {
  const { alarms } = assemblyWith({
    Metric: alarm(),
    Single: mathAlarm([query('m', 'AWS/Lambda', 'Errors', 'Sum', true)]),
    Math: mathAlarm([query('m', 'AWS/Lambda', 'Errors', 'Sum'), { Id: 'x', Expression: 'm * 2' }]),
    Anomaly: mathAlarm(
      [query('m', 'AWS/Lambda', 'Errors', 'Sum', true), { Id: 'b', Expression: 'ANOMALY_DETECTION_BAND(m, 2)' }],
      { ThresholdMetricId: 'b', Threshold: undefined },
    ),
    Composite: composite('TRUE'),
    PromQl: { Type: 'AWS::CloudWatch::Alarm', Properties: { EvaluationCriteria: { PromQLCriteria: { Query: 'up' } } } },
    Log: { Type: 'AWS::CloudWatch::LogAlarm', Properties: {} },
  });

  expect(Object.fromEntries(alarms.map(({ logicalId, kind }) => [logicalId, kind]))).toEqual({
    Metric: 'metric',
    Single: 'metric',
    Math: 'math',
    Anomaly: 'anomaly',
    Composite: 'composite',
    PromQl: 'unexplained',
    Log: 'unexplained',
  });
});

test('reads evaluation settings, with the defaults of CloudWatch', () => {
  const { alarms } = assemblyWith({
    Given: alarm({
      DatapointsToAlarm: 2,
      EvaluationPeriods: '3',
      Period: '120',
      EvaluateLowSampleCountPercentile: 'ignore',
    }),
    Default: alarm({ EvaluationPeriods: 3, TreatMissingData: undefined }),
  });

  expect(alarms).toMatchObject([
    {
      datapointsToAlarm: 2,
      evaluationPeriods: 3,
      periodSeconds: 120,
      treatMissingData: 'notBreaching',
      ignoresLowSamples: true,
    },
    {
      datapointsToAlarm: 3,
      evaluationPeriods: 3,
      periodSeconds: 60,
      treatMissingData: 'missing',
      ignoresLowSamples: false,
    },
  ]);
});

test('counts the characters of a composite rule as it is deployed, with the names that CloudFormation makes up', () => {
  // GIVEN
  const arn = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:';
  const { alarms } = assemblyWith({
    Named: alarm({ AlarmName: 'stack/orders/slow' }),
    Unnamed: alarm(),
    ByName: composite('ALARM("stack/orders/slow")'),
    ByArn: composite({ 'Fn::Sub': 'ALARM("${Unnamed.Arn}")' }),
    ByReference: composite({ 'Fn::Sub': 'ALARM("${Unnamed}")' }),
  });

  // THEN
  const lengths = Object.fromEntries(
    alarms.map((each) => [each.logicalId, 'ruleCharacters' in each && each.ruleCharacters]),
  );
  expect(lengths).toMatchObject({
    ByName: 'ALARM("stack/orders/slow")'.length,
    ByArn: `ALARM("${arn}app-Unnamed-ABCDEFGHIJKL")`.length,
    ByReference: 'ALARM("app-Unnamed-ABCDEFGHIJKL")'.length,
  });
});

describe('for the simulator', () => {
  const first = (resource: object) => assemblyWith({ It: resource }).alarms[0];

  test('windows by the clock and warm-up', () => {
    expect(first(alarm({ EvaluationWindow: { WallClockWindow: { Timezone: 'Europe/Berlin' } } }))).toMatchObject({
      wallClock: { timeZone: 'Europe/Berlin' },
    });
    expect(first(alarm({ EvaluationWindow: { WallClockWindow: {} } }))).toMatchObject({
      wallClock: { timeZone: 'UTC' },
    });
    expect(first(alarm({ EvaluationWindow: { SlidingWindow: {} } }))).toMatchObject({ wallClock: undefined });
    expect(first(alarm({ WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 30 } }))).toMatchObject({
      warmUp: { minutes: 30, whole: false },
    });
    const whole = { WarmUpPeriodDurationInMinutes: '30', OnlyStartEvaluatingAfterWarmUpPeriodEnds: 'true' };
    expect(first(alarm({ WarmUpConfiguration: whole }))).toMatchObject({ warmUp: { minutes: 30, whole: true } });
    expect(first(alarm())).toMatchObject({ warmUp: undefined });
  });

  test('whether M differs from N', () => {
    expect([first(alarm()), first(alarm({ DatapointsToAlarm: 1 }))]).toMatchObject([
      { countsDatapoints: false },
      { countsDatapoints: true },
    ]);
  });

  test('how long a suppressor is waited for', () => {
    const suppressed = composite('TRUE', {
      ...{ ActionsSuppressor: 'deploying', ActionsSuppressorWaitPeriod: 60, ActionsSuppressorExtensionPeriod: '120' },
    });
    expect(first(suppressed)).toMatchObject({
      ...{ suppressor: 'deploying', suppressorWaitSeconds: 60, suppressorExtensionSeconds: 120 },
    });
  });

  test('mute rules, with the names of their alarms', () => {
    const { muteRules } = assemblyWith({
      High: alarm({ AlarmName: 'high' }),
      Night: {
        Type: 'AWS::CloudWatch::AlarmMuteRule',
        Properties: {
          Rule: { Schedule: { Expression: 'cron(0 2 * * *)', Duration: 'PT4H', Timezone: 'Europe/Berlin' } },
          MuteTargets: { AlarmNames: [{ Ref: 'High' }] },
          ...{ StartDate: '2026-01-01T00:00', ExpireDate: '2027-01-01T00:00' },
        },
      },
    });
    expect(muteRules).toEqual([
      {
        ...{
          name: 'Night',
          alarms: ['high'],
          schedule: 'cron(0 2 * * *)',
          duration: 'PT4H',
          timeZone: 'Europe/Berlin',
        },
        ...{ startDate: '2026-01-01T00:00', expireDate: '2027-01-01T00:00' },
      },
    ]);
  });
});
