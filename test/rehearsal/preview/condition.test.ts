// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub

import { timesAverage } from '../../../lib/rules/comparisons';
import { lookBack } from '../../../lib/rules/look-back';
import { alarm, composite, factsLine, mathAlarm, query, reportWith } from '../templates';

const conditionOf = (resource: unknown) => reportWith({ Alarm: resource }).components[0]?.alarms[0]?.condition;
const metric = (Namespace: string, MetricName: string, Statistic: string, Threshold: number, more = {}) =>
  alarm({ Namespace, MetricName, Threshold, Statistic, ...more });

test('a condition reads as an on-call engineer would say it', () => {
  // GIVEN an alarm as Vigil writes it
  const serverErrors = mathAlarm(
    [
      query('b', 'AWS/ApiGateway', '5xx', 'Sum'),
      query('n', 'AWS/ApiGateway', 'Count', 'SampleCount'),
      { Id: 'result', Expression: 'IF(b >= 3, 100 * b / n, 0)', Label: 'Server error rate', ReturnData: true },
    ],
    { EvaluationPeriods: 2, DatapointsToAlarm: 1, Threshold: 4 },
  );

  // THEN
  expect(conditionOf(serverErrors)).toBe('Server error rate >= 4 % over any 5 of the last 10 minutes');
});

test.each<[unknown, string]>([
  [metric('AWS/SQS', 'NumberOfMessagesSent', 'Sum', 1200), 'Number of messages sent >= 1,200 in 1 minute'],
  [
    metric('AWS/SQS', 'ApproximateAgeOfOldestMessage', 'Maximum', 300),
    'Highest approximate age of oldest message >= 5 min over 1 minute',
  ],
  [metric('AWS/Lambda', 'Duration', 'Minimum', 9500), 'Lowest duration >= 9.5 s over 1 minute'],
  [metric('AWS/Lambda', 'Errors', 'Average', 0.5), 'Average errors >= 50 % over 1 minute'],
  [metric('AWS/Lambda', 'Errors', 'Sum', 3), 'Errors >= 3 in 1 minute'],
  [metric('AWS/ApiGateway', '5XXError', 'Average', 0.05), 'Average 5XX error >= 5 % over 1 minute'],
  [metric('AWS/ApiGateway', 'Latency', 'SampleCount', 10), 'Samples of latency >= 10 in 1 minute'],
  [metric('AWS/CloudFront', '5xxErrorRate', 'Average', 5), 'Average 5xx error rate >= 5 % over 1 minute'],
  [
    metric('AWS/RDS', 'FreeStorageSpace', 'Minimum', 10 * 1024 ** 3),
    'Lowest free storage space >= 10 GiB over 1 minute',
  ],
  [metric('AWS/RDS', 'FreeableMemory', 'Average', 64_000_000), 'Average freeable memory >= 61.0352 MiB over 1 minute'],
  [metric('AWS/RDS', 'ReadLatency', 'Average', 0.02), 'Average read latency >= 20 ms over 1 minute'],
  [metric('AWS/RDS', 'EngineUptime', 'Average', 0), 'Average engine uptime >= 0 s over 1 minute'],
  [metric('AWS/CertificateManager', 'DaysToExpiry', 'Minimum', 30), 'Lowest days to expiry >= 30 days over 1 minute'],
  [
    metric('AWS/RDS', 'MaximumUsedTransactionIDs', 'Maximum', 9),
    'Highest maximum used transaction IDs >= 9 over 1 minute',
  ],
  [
    metric('AWS/Kinesis', 'GetRecords.IteratorAgeMilliseconds', 'Maximum', 5),
    'Highest get records iterator age >= 5 ms over 1 minute',
  ],
  [metric('AWS/RDS', 'AuroraReplicaLag', 'Maximum', 5), 'Highest Aurora replica lag >= 5 ms over 1 minute'],
  [metric('AWS/ApplicationELB', 'UnHealthyHostCount', 'Minimum', 1), 'Lowest unhealthy host count >= 1 over 1 minute'],
  [
    metric('AWS/Events', 'InvocationsFailedToBeSentToDlq', 'Sum', 1),
    'Invocations failed to be sent to DLQ >= 1 in 1 minute',
  ],
  [metric('AWS/RDS', 'DBLoadCPU', 'Average', 2), 'Average DB load CPU >= 2 over 1 minute'],
  [
    metric('AWS/SNS', 'SMSMonthToDateSpentUSD', 'Maximum', 80),
    'Highest SMS month to date spent USD >= $80 over 1 minute',
  ],
  [metric('AWS/SNS', 'PublishSize', 'Sum', 1024), 'Total publish size >= 1 KiB in 1 minute'],
  [metric('Shop', 'InvoicesLost', 'Sum', 1), 'Total InvoicesLost >= 1 in 1 minute'],
  [metric('Shop', 'Wait', 'Maximum', 1500, { Unit: 'Milliseconds' }), 'Highest Wait >= 1.5 s over 1 minute'],
  [
    alarm({
      Statistic: undefined,
      ExtendedStatistic: 'p99',
      Namespace: 'AWS/Lambda',
      MetricName: 'Duration',
      Threshold: 90_000,
    }),
    'p99 duration >= 1.5 min over 1 minute',
  ],
])('names metric, statistic and threshold with their units (%#)', (resource, expected) => {
  expect(conditionOf(resource)).toBe(expected);
});

test.each<[string, string]>([
  ['GreaterThanThreshold', '>'],
  ['LessThanOrEqualToThreshold', '<='],
  ['LessThanThreshold', '<'],
])('writes %s as %s', (ComparisonOperator, sign) => {
  expect(conditionOf(alarm({ ComparisonOperator }))).toContain(`sent ${sign} 1 in`);
});

const cpu = { Namespace: 'AWS/RDS', MetricName: 'CPUUtilization', Statistic: 'Average', Threshold: 90 };

test.each<[Record<string, unknown>, string]>([
  [{ ...cpu, Period: 300, EvaluationPeriods: 3 }, 'Average CPU utilization >= 90 % for 15 minutes'],
  [{ ...cpu, Period: 300, EvaluationPeriods: 24 }, 'Average CPU utilization >= 90 % for 2 hours'],
  [{ ...cpu, Period: 900, EvaluationPeriods: 1 }, 'Average CPU utilization >= 90 % over 15 minutes'],
  [
    { ...cpu, EvaluationPeriods: 15, DatapointsToAlarm: 3 },
    'Average CPU utilization >= 90 % in 3 of the last 15 minutes',
  ],
  [
    { ...cpu, Period: 3600, EvaluationPeriods: 6, DatapointsToAlarm: 4 },
    'Average CPU utilization >= 90 % in 4 of the last 6 hours',
  ],
  [
    { ...cpu, Period: 300, EvaluationPeriods: 5, DatapointsToAlarm: 3 },
    'Average CPU utilization >= 90 % in 3 of the last 5 periods of 5 minutes',
  ],
  [{ EvaluationPeriods: 3 }, 'Number of messages sent >= 1 per minute, for 3 minutes'],
  [{ Period: 300, EvaluationPeriods: 3 }, 'Number of messages sent >= 1 per 5 minutes, for 15 minutes'],
  [
    { EvaluationPeriods: 5, DatapointsToAlarm: 3 },
    'Number of messages sent >= 1 per minute, in 3 of the last 5 minutes',
  ],
  [
    { Period: 300, EvaluationPeriods: 5, DatapointsToAlarm: 3 },
    'Number of messages sent >= 1 in 3 of the last 5 periods of 5 minutes',
  ],
  [
    { Period: 300, EvaluationPeriods: 3, DatapointsToAlarm: 1 },
    'Number of messages sent >= 1 in any 5 of the last 15 minutes',
  ],
  [
    { EvaluationPeriods: 5, DatapointsToAlarm: 1 },
    'Number of messages sent >= 1 per minute, in 1 of the last 5 minutes',
  ],
  [{ Period: 86_400 }, 'Number of messages sent >= 1 in 1 day'],
  [{ Period: 10 }, 'Number of messages sent >= 1 in 10 seconds'],
  [{ Threshold: { Ref: 'Nowhere' } }, 'Number of messages sent >= an unresolved threshold in 1 minute'],
])('gives the evaluation period: %j', (properties, expected) => {
  expect(conditionOf(alarm(properties))).toBe(expected);
});

test.each<[Record<string, unknown>, string]>([
  [{ TreatMissingData: 'breaching' }, '; missing data counts as breaching'],
  [{ TreatMissingData: 'ignore' }, '; missing data keeps the state'],
  [{ TreatMissingData: 'notBreaching' }, ''],
  [{ TreatMissingData: undefined }, ''],
  [{ EvaluateLowSampleCountPercentile: 'ignore' }, '; too few samples keep the state'],
])('mentions missing data where it decides: %j', (properties, expected) => {
  expect(conditionOf(alarm(properties))).toBe(`Number of messages sent >= 1 in 1 minute${expected}`);
});

test('the unit of a threshold is the one that the description of the alarm names', () => {
  const latency = alarm({ ...cpu, Threshold: 2, AlarmDescription: factsLine({ unit: 'times' }) });

  expect(conditionOf(latency)).toContain('>= 2 times over');
  expect(conditionOf(alarm({ ...cpu, AlarmDescription: factsLine({ unit: 'constructor' }) }))).toContain('>= 90 over');
});

const errors = query('e', 'AWS/Lambda', 'Errors', 'Sum');
const invocations = query('n', 'AWS/Lambda', 'Invocations', 'Sum');
const age = query('age', 'AWS/SQS', 'ApproximateAgeOfOldestMessage', 'Maximum');
const latency = query('l', 'AWS/ApiGateway', 'Latency', 'p50');
const calls = (...expressions: string[]) =>
  expressions.map((Expression, index) => ({
    Id: `x${index}`,
    Expression,
    ReturnData: index === expressions.length - 1,
  }));

test.each<[string, unknown[], number, string]>([
  ['puts names in, without a label', [errors, invocations, ...calls('e / n')], 0.5, 'Errors / Invocations >= 0.5'],
  [
    'puts expressions into expressions',
    [errors, invocations, ...calls('e + n', '100 * e / x0')],
    5,
    '100 * Errors / (Errors + Invocations) >= 5 %',
  ],
  ['ends where expressions name themselves', [errors, ...calls('x0 + e')], 5, '(x0 + Errors) + Errors >= 5'],
  ['leaves what is no id', [errors, ...calls('FILL(e, REPEAT) + zz')], 5, 'FILL(Errors, REPEAT) + zz >= 5'],
  [
    'has the unit of what IF gives, not of what it tests',
    [errors, age, ...calls('IF(MAX([e, 2]) == 0, age, 0)')],
    600,
    'IF(MAX([Errors, 2]) == 0, ApproximateAgeOfOldestMessage, 0) >= 10 min',
  ],
  [
    'has no unit where units differ',
    [errors, age, ...calls('age + e')],
    600,
    'ApproximateAgeOfOldestMessage + Errors >= 600',
  ],
  ['has no unit where one is divided by another', [latency, ...calls('l / AVG(l)')], 3, 'Latency / AVG(Latency) >= 3'],
])('an expression %s', (_, queries, Threshold, expected) => {
  expect(conditionOf(mathAlarm(queries, { Threshold }))).toMatch(/ (in|over) 5 minutes$/);
  expect(conditionOf(mathAlarm(queries, { Threshold }))?.replace(/ (in|over) 5 minutes$/, '')).toBe(expected);
});

const failed = query('f', 'AWS/Lambda', 'Errors', 'Average');

test.each<[string, string]>([
  ['100 * e / n', '7 %'],
  ['(e / n) * 100', '7 %'],
  ['100 * f', '7 %'],
  ['f', '700 %'],
  ['f * 1', '700 %'],
  ['f / 2', '7'],
  ['e / n', '7'],
  ['e / age', '7'],
  ['age * e', '7'],
  ['e + 100 * (n > 3)', '7'],
  ['-age + 3', '7 s'],
  ['MAX([age, 60])', '7 s'],
  ['MAX([age, e])', '7'],
  ['IF(e > 3 AND n >= AVG(n), IF(e, 0, AVG(age)), 99)', '7 s'],
  ['FILL(age, REPEAT)', '7 s'],
  ['RATE(age)', '7'],
  ['age ^ 2', '7'],
  ['age +', '7'],
])('the unit of %s follows from the units of its metrics', (Expression, threshold) => {
  const queries = [errors, invocations, age, failed, { Id: 'x', Label: 'It', Expression, ReturnData: true }];

  expect(conditionOf(mathAlarm(queries, { Threshold: 7 }))).toMatch(
    new RegExp(`^It >= ${threshold} (in|over) 5 minutes$`),
  );
});

test.each<[string, string, string]>([
  [
    'GreaterThanUpperThreshold',
    'ANOMALY_DETECTION_BAND(e, 3)',
    'Errors above its band of expected values (3 standard deviations wide) in',
  ],
  ['LessThanLowerThreshold', 'ANOMALY_DETECTION_BAND(e)', 'Errors below its band of expected values in'],
  [
    'LessThanLowerOrGreaterThanUpperThreshold',
    'ANOMALY_DETECTION_BAND(e, 0.5)',
    'Errors outside its band of expected values (0.5 standard deviations wide) in',
  ],
])('describes an anomaly detection alarm: %s', (ComparisonOperator, Expression, expected) => {
  const queries = [
    { Id: 'band', Label: 'Expected', Expression },
    { ...errors, ReturnData: true },
  ];
  const resource = mathAlarm(queries, { ThresholdMetricId: 'band', ComparisonOperator, Threshold: undefined });

  expect(conditionOf(resource)).toContain(expected);
});

test.each<[string, string]>([
  ['ALARM("a") OR ALARM("b") OR ALARM("c")', 'any of a, b, c'],
  ['ALARM("a") AND ALARM("b") AND ALARM("c")', 'all of a, b, c'],
  ['ALARM("a") OR ALARM("b")', 'a or b'],
  ['ALARM("a") OR (ALARM("b") AND ALARM("c"))', 'a or (b and c)'],
  ['ALARM("a") AND NOT OK("b")', 'a and not b is OK'],
  ['NOT (ALARM("a") OR INSUFFICIENT_DATA("b"))', 'not (a or b has insufficient data)'],
  ['AT_LEAST(2, ALARM, (a, b, c))', 'at least 2 of a, b, c'],
  ['AT_LEAST(1, OK, (a, b))', 'at least 1 of a, b OK'],
  ['AT_LEAST(1, NOT ALARM, (a, b))', 'at least 1 of a, b not in alarm'],
  ['TRUE OR FALSE', 'always or never'],
  ['no rule at all', 'no rule at all'],
])('describes a composite alarm: %s', (rule, expected) => {
  expect(conditionOf(composite(rule))).toBe(expected);
});

test('shortens the names of the children of a composite, and names its suppressor', () => {
  // GIVEN
  const child = (component: string) =>
    alarm({ AlarmName: `Shop/${component}/Slow`, AlarmDescription: factsLine({ component }) });
  const report = reportWith({
    A: child('Orders'),
    B: child('Bills'),
    Failing: composite(
      {
        'Fn::Sub':
          'ALARM("${A.Arn}") OR ALARM("Shop/Bills/Slow") OR ALARM("arn:aws:cloudwatch:us-east-1:1:alarm:Else")',
      },
      { AlarmName: 'Shop/Orders/Failing', AlarmDescription: factsLine({}), ActionsSuppressor: 'Shop/Bills/Slow' },
    ),
  });

  // THEN
  const orders = report.components.find(({ component }) => component === 'Orders');
  expect(orders?.alarms[0]?.condition).toBe('any of Slow, Bills/Slow, Else; suppressed while Bills/Slow is in ALARM');
});

test('names alarms of a kind that is not described', () => {
  const promQl = { Type: 'AWS::CloudWatch::Alarm', Properties: { EvaluationCriteria: {} } };

  expect(conditionOf(promQl)).toBe('a PromQL query: Vigil does not describe this kind of alarm');
  expect(conditionOf(mathAlarm([]))).toBe('An unresolved metric >= 1 in 1 of 1 period of unresolved length');
});

test.each<[periods: number, datapoints: [number, number], seconds: number, words: string]>([
  [168, [1, 1], 3600, 'over 1 hour, compared with the last 7 days'],
  [24, [2, 3], 900, 'in 2 of the last 3 periods of 15 minutes, compared with the last 6 hours'],
  [48, [2, 2], 1800, 'for 1 hour, compared with the last day'],
])('a baseline rule says which periods it compares with which: %p', (periods, datapoints, Period, words) => {
  // GIVEN
  const { helpers, expression } = lookBack({ periods, datapoints, compare: timesAverage(12) });
  const latency = query('m', 'AWS/ApiGateway', 'Latency', 'p33');
  const baseline = mathAlarm(
    [
      { ...latency, MetricStat: { ...latency.MetricStat, Period } },
      ...Object.entries(helpers).map(([Id, Expression]) => ({ Id, Expression, ReturnData: false })),
      { Id: 'result', Expression: expression, Label: 'p33 latency', ReturnData: true },
    ],
    { EvaluationPeriods: periods, DatapointsToAlarm: datapoints[0], Threshold: 2 },
  );

  // THEN
  expect(conditionOf(baseline)).toMatch(new RegExp(`^P33 latency >= 2.* ${words}`, 'i'));
});
