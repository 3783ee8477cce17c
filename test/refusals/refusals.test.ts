import { type Properties, pathText, refusalsOf } from '../../lib/refusals/refusals';

const HERE = { region: 'us-east-1', account: '111122223333' };
const DECLARED = ['Good', 'Good2', 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:Good'];

const refusedOf = (type: string, properties: Properties, target: { region?: string; account?: string } = HERE) =>
  refusalsOf({
    type: `AWS::CloudWatch::${type}`,
    properties,
    target,
    name: 'Self',
    arn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:Self',
    isDeclared: (reference) => DECLARED.includes(reference),
  });
const texts = (...given: Parameters<typeof refusedOf>) =>
  refusedOf(...given).map(({ level, path, message }) => `${level} ${pathText(path)}: ${message}`);

const error = ({ source }: RegExp) => new RegExp(`^error .*${source}`);

const CONDITION = { EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' };
const SOUND = { Namespace: 'App', MetricName: 'Errors', Statistic: 'Sum', Period: 60, ...CONDITION };
const PERCENTILE = { ...SOUND, Statistic: undefined, ExtendedStatistic: 'p99' };

const metric = (Id: string, more: Properties = {}, ReturnData = false) => ({
  Id,
  MetricStat: { Metric: { Namespace: 'App', MetricName: 'Errors' }, Stat: 'Sum', Period: 60, ...more },
  ReturnData,
});
const math = (Expression: string, ...others: readonly unknown[]) => ({
  ...CONDITION,
  Metrics: [{ Id: 'e1', Expression }, ...(others.length > 0 ? others : [metric('m1')])],
});
const insights = (Expression: string, Period?: number) => ({
  ...CONDITION,
  Metrics: [{ Id: 'q1', Expression, Period }],
});
const band = (changes: Properties = {}, stat: Properties = {}) => ({
  EvaluationPeriods: 1,
  ComparisonOperator: 'GreaterThanUpperThreshold',
  ThresholdMetricId: 'ad1',
  Metrics: [metric('m1', stat, true), { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' }],
  ...changes,
});
const dimensions = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Name: `Name${index}`, Value: 'value' }));
const topics = (count: number) =>
  Array.from({ length: count }, (_, index) => `arn:aws:sns:us-east-1:111122223333:topic-${index}`);

const STOP = 'arn:aws:automate:us-east-1:ec2:stop';
const SCALE = 'arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:5:autoScalingGroupName/group:policyName/policy';
const OF_INSTANCE = { Dimensions: [{ Name: 'InstanceId', Value: 'i-1' }], AlarmActions: [STOP] };

describe('a metric alarm is refused for', () => {
  test.each<[string, Properties, RegExp]>([
    ['an empty name', { ...SOUND, AlarmName: '' }, /AlarmName: it is empty\./],
    ['a long name', { ...SOUND, AlarmName: 'a'.repeat(256) }, /AlarmName: it has 256 characters, .* allows 255/],
    ['a name with a line break', { ...SOUND, AlarmName: 'a\nb' }, /AlarmName: .* without control characters/],
    ['a long description', { ...SOUND, AlarmDescription: 'a'.repeat(1025) }, /AlarmDescription: .* allows 1024/],
    ['actions that are neither on nor off', { ...SOUND, ActionsEnabled: 'off' }, /ActionsEnabled: .* true nor false/],
    ['nothing to watch', CONDITION, /none of 'MetricName', 'Metrics', 'EvaluationCriteria'/],
    ['no namespace', { ...SOUND, Namespace: undefined }, /MetricName: .* together with 'Namespace'/],
    ['a namespace beyond ASCII', { ...SOUND, Namespace: 'Köln' }, /Namespace: 'Köln' is refused/],
    ['a namespace with a colon first', { ...SOUND, Namespace: ':App' }, /Namespace: ':App' is refused/],
    [
      'a dimension beyond ASCII',
      { ...SOUND, Dimensions: [{ Name: 'Ort', Value: 'Köln' }] },
      /Dimensions\[0\]\.Value: /,
    ],
    ['a dimension without value', { ...SOUND, Dimensions: [{ Name: 'A' }] }, /Dimensions\[0\]: 'Value' is missing/],
    ['dimensions as an object', { ...SOUND, Dimensions: { A: 'b' } }, /Dimensions: this is not a list/],
    ['31 dimensions', { ...SOUND, Dimensions: dimensions(31) }, /Dimensions: it has 31 items, .* allows 30/],
    ['no statistic', { ...SOUND, Statistic: undefined }, /neither 'Statistic' nor 'ExtendedStatistic'/],
    ['both statistics', { ...SOUND, ExtendedStatistic: 'p99' }, /ExtendedStatistic: it must not stand beside/],
    ['a percentile as statistic', { ...SOUND, Statistic: 'p99' }, /Statistic: 'p99' is not a value/],
    ['a sum as extended statistic', { ...PERCENTILE, ExtendedStatistic: 'Sum' }, /ExtendedStatistic: 'Sum' is refused/],
    ['a percentile over 100', { ...PERCENTILE, ExtendedStatistic: 'p101' }, /ExtendedStatistic: 'p101' is refused/],
    ['an unknown unit', { ...SOUND, Unit: 'Second' }, /Unit: 'Second' is not a value of it\. Did you mean 'Seconds'\?/],
    ['no period', { ...SOUND, Period: undefined }, /MetricName: .* together with 'Period'/],
    ['a period of 45 s', { ...SOUND, Period: 45 }, /Period: it is 45: write 10, 20, 30 or a multiple of 60 seconds/],
    ['a period of 90 s', { ...SOUND, Period: 90 }, /Period: it is 90/],
    ['a period of 0 s', { ...SOUND, Period: 0 }, /Period: it is 0/],
    ['a period that is no number', { ...SOUND, Period: '1m' }, /Period: '1m' is not a number\./],
    ['no evaluation periods', { ...SOUND, EvaluationPeriods: 0 }, /EvaluationPeriods: it is 0: .* at least 1/],
    ['half an evaluation period', { ...SOUND, EvaluationPeriods: 1.5 }, /EvaluationPeriods: it is 1.5: write a whole/],
    ['more datapoints than periods', { ...SOUND, DatapointsToAlarm: 2 }, /DatapointsToAlarm: it is 2, more than/],
    [
      'two days of short periods',
      { ...SOUND, Period: 300, EvaluationPeriods: 600 },
      /EvaluationPeriods: 600 periods of 300 s are 180000 s/,
    ],
    ['more than a week', { ...SOUND, Period: 86_400, EvaluationPeriods: 8 }, /at most 604800 s/],
    ['no operator', { ...SOUND, ComparisonOperator: undefined }, /together with 'ComparisonOperator'/],
    [
      'an unknown operator',
      { ...SOUND, ComparisonOperator: 'GreaterThan' },
      /ComparisonOperator: 'GreaterThan' is not/,
    ],
    [
      'a range operator without a band',
      { ...SOUND, ComparisonOperator: 'LessThanLowerThreshold' },
      /ComparisonOperator: .* compares with a band/,
    ],
    ['no threshold', { ...SOUND, Threshold: undefined }, /neither 'Threshold' nor 'ThresholdMetricId'/],
    ['two thresholds', band({ Threshold: 1 }), /Threshold: it must not stand beside/],
    ['an unknown treatment', { ...SOUND, TreatMissingData: 'notbreaching' }, /TreatMissingData: .* 'notBreaching'/],
    [
      'the low-sample option without a percentile',
      { ...SOUND, EvaluateLowSampleCountPercentile: 'ignore' },
      /EvaluateLowSampleCountPercentile: /,
    ],
    [
      'an unknown low-sample option',
      { ...PERCENTILE, EvaluateLowSampleCountPercentile: 'skip' },
      /EvaluateLowSampleCountPercentile: 'skip'/,
    ],
    ['a tag of AWS', { ...SOUND, Tags: [{ Key: 'aws:a', Value: '' }] }, /Tags\[0\]\.Key/],
    [
      'a wall clock window of two hours',
      { ...SOUND, Period: 7200, EvaluationWindow: { WallClockWindow: {} } },
      /EvaluationWindow\.WallClockWindow: .* not 7200 s/,
    ],
    [
      'an unknown time zone',
      { ...SOUND, EvaluationWindow: { WallClockWindow: { Timezone: 'Mars' } } },
      /Timezone: 'Mars' is no time zone/,
    ],
    ['two windows', { ...SOUND, EvaluationWindow: { WallClockWindow: {}, SlidingWindow: {} } }, /EvaluationWindow/],
    [
      'a warm-up of nothing',
      { ...SOUND, WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 0 } },
      /WarmUpConfiguration\.WarmUp/,
    ],
    [
      'an interval without a PromQL query',
      { ...SOUND, EvaluationInterval: 60 },
      /EvaluationInterval: it must not stand/,
    ],
    [
      'a PromQL query without an interval',
      { EvaluationCriteria: { PromQLCriteria: {} } },
      /together with 'EvaluationInterval'/,
    ],
    [
      'a PromQL query with a threshold',
      { EvaluationCriteria: {}, EvaluationInterval: 60, Threshold: 1 },
      /Threshold: /,
    ],
  ])('%s', (_, properties, expected) => {
    expect(texts('Alarm', properties)).toContainEqual(expect.stringMatching(error(expected)));
  });
});

describe('metric math is refused for', () => {
  test.each<[string, Properties, RegExp]>([
    ['a period beside it', { ...math('m1 * 2'), Period: 60 }, /Period: it must not stand beside 'Metrics'/],
    ['a metric name beside it', { ...math('m1 * 2'), MetricName: 'Errors' }, /MetricName|Metrics/],
    [
      'an entry with both',
      { ...CONDITION, Metrics: [{ ...metric('m1', {}, true), Expression: 'm1' }] },
      /Metrics\[0\]/,
    ],
    ['an entry with neither', { ...CONDITION, Metrics: [{ Id: 'm1' }] }, /Metrics\[0\]: it has none of/],
    ['an id that begins with a capital', math('M1 * 2', metric('M1')), /Metrics\[1\]\.Id: 'M1' is refused/],
    ['an id twice', math('m1 * 2', metric('m1'), metric('m1')), /Metrics\[2\]\.Id: another entry/],
    ['an unknown id', math('m1 + m2'), /Metrics\[0\]\.Expression: there is no metric or expression 'm2'/],
    [
      'an unknown id in what is not returned',
      math('m1', metric('m1'), { Id: 'e2', Expression: 'm3', ReturnData: false }),
      /Metrics\[2\]\.Expression/,
    ],
    ['a circle', math('e2', metric('m1'), { Id: 'e2', Expression: 'e1', ReturnData: false }), /refers to itself/],
    ['an unknown function', math('FOO(m1)'), /there is no function FOO/],
    ['text that is no expression', math('m1 +'), /Metrics\[0\]\.Expression: a value is missing/],
    ['a scalar result', math('AVG(m1)'), /comes to a single number/],
    ['a constant', math('5'), /comes to a single number/],
    ['several series', math('METRICS()'), /returns several time series/],
    ['SEARCH', math("SUM(SEARCH('{App} Errors', 'Sum', 60))"), /SEARCH is not supported/],
    ['nothing returned', { ...CONDITION, Metrics: [metric('m1')] }, /Metrics: 0 of its entries return data/],
    ['two results', math('m1 * 2', metric('m1', {}, true)), /Metrics: 2 of its entries return data/],
    [
      '11 metrics',
      math('m1', ...Array.from({ length: 11 }, (_, index) => metric(`m${index}`))),
      /Metrics: it has 11 metrics/,
    ],
    [
      '11 expressions',
      math(
        'm1',
        metric('m1'),
        ...Array.from({ length: 10 }, (_, index) => ({ Id: `f${index}`, Expression: 'm1', ReturnData: false })),
      ),
      /Metrics: it has 11 expressions/,
    ],
    ['a long expression', math(`m1${' + m1'.repeat(500)}`), /Expression: it has 2502 characters/],
    ['an unknown statistic', math('m1', metric('m1', { Stat: 'Avg' })), /Metrics\[1\]\.MetricStat\.Stat: 'Avg'/],
    [
      'a metric without statistic',
      math('m1', metric('m1', { Stat: undefined })),
      /Metrics\[1\]\.MetricStat: 'Stat' is missing/,
    ],
    ['a period of 45 s', math('m1', metric('m1', { Period: 45 })), /Metrics\[1\]\.MetricStat\.Period: it is 45/],
    [
      'an expression alone without period',
      { ...CONDITION, Metrics: [{ Id: 'e1', Expression: 'TIME_SERIES(1)' }] },
      /it has no 'Period'/,
    ],
    [
      'an unknown band',
      band({ ThresholdMetricId: 'ad9' }),
      /ThresholdMetricId: no entry of 'Metrics' has the id 'ad9'/,
    ],
    ['a band that is none', band({ ThresholdMetricId: 'm1' }), /ThresholdMetricId: 'm1' is no band/],
    ['a band under a minute', band({}, { Period: 30 }), /ThresholdMetricId: a band takes periods of at least 60 s/],
    [
      'a band without its metric',
      band({ Metrics: [metric('m1'), { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1)' }] }),
      /1 of its entries return data/,
    ],
    ['a query of 30 s', insights('SELECT SUM(Errors) FROM App', 30), /Period: it is 30 s/],
    ['a query without period', insights('SELECT SUM(Errors) FROM App'), /has no 'Period'/],
    [
      'a query over more than 3 hours',
      { ...insights('SELECT SUM(Errors) FROM App', 60), EvaluationPeriods: 181 },
      /EvaluationPeriods: .* 10800 s/,
    ],
    ['groups without an order', insights('SELECT SUM(Errors) FROM App GROUP BY Team', 60), /Add ORDER BY/],
    [
      'two queries',
      {
        ...CONDITION,
        Metrics: ['q1', 'q2'].map((Id, index) => ({
          Id,
          Expression: 'SELECT SUM(Errors) FROM App',
          Period: 60,
          ReturnData: index === 0,
        })),
      },
      /one Metrics Insights query/,
    ],
  ])('%s', (_, properties, expected) => {
    expect(texts('Alarm', properties)).toContainEqual(expect.stringMatching(error(expected)));
  });
});

describe('actions are refused:', () => {
  test.each<[string, Properties, RegExp]>([
    [
      'six for one state',
      { ...SOUND, AlarmActions: topics(6) },
      /AlarmActions: it has 6 items, but CloudWatch allows 5/,
    ],
    [
      'a queue',
      { ...SOUND, OKActions: ['arn:aws:sqs:us-east-1:111122223333:orders'] },
      /OKActions\[0\]: .* nothing that an alarm can run/,
    ],
    ['an address', { ...SOUND, AlarmActions: ['oncall@example.com'] }, /AlarmActions\[0\]/],
    [
      'an unknown action of EC2',
      { ...SOUND, ...OF_INSTANCE, AlarmActions: ['arn:aws:automate:us-east-1:ec2:start'] },
      /AlarmActions\[0\]/,
    ],
    [
      'a topic of another region',
      { ...SOUND, AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:t'] },
      /it is in eu-west-1, but the alarm is in us-east-1/,
    ],
    [
      'EC2 of another region',
      { ...SOUND, ...OF_INSTANCE, AlarmActions: ['arn:aws:automate:eu-west-1:ec2:stop'] },
      /it is in eu-west-1/,
    ],
    [
      'EC2 without an instance',
      { ...SOUND, AlarmActions: [STOP] },
      /exactly one metric with the dimension 'InstanceId'/,
    ],
    ['EC2 on metric math', { ...math('m1 * 2'), AlarmActions: [STOP] }, /without metric math/],
    ['scaling on a band', band({ AlarmActions: [SCALE] }), /an alarm on a band cannot scale/],
    [
      'scaling for each group',
      { ...insights('SELECT SUM(E) FROM App GROUP BY T ORDER BY SUM() DESC', 60), AlarmActions: [SCALE] },
      /cannot scale/,
    ],
    [
      'INSUFFICIENT_DATA of each group',
      { ...insights('SELECT SUM(E) FROM App GROUP BY T ORDER BY SUM() DESC', 60), InsufficientDataActions: topics(1) },
      /InsufficientDataActions\[0\]/,
    ],
  ])('%s', (_, properties, expected) => {
    expect(texts('Alarm', properties)).toContainEqual(expect.stringMatching(error(expected)));
  });
});

const SUPPRESSED = {
  ActionsSuppressor: 'Good2',
  ActionsSuppressorWaitPeriod: 60,
  ActionsSuppressorExtensionPeriod: 60,
};

describe('a composite alarm is refused for', () => {
  test.each<[string, Properties, RegExp]>([
    ['no rule', {}, /'AlarmRule' is missing/],
    ['words that are no rule', { AlarmRule: 'Alarm(Good)' }, /AlarmRule: this is no rule/],
    ['a space at its end', { AlarmRule: 'ALARM(Good) ' }, /AlarmRule: it begins or ends with a space/],
    ['itself', { AlarmRule: 'ALARM(Self)' }, /AlarmRule: it names itself/],
    [
      'a child of another region',
      { AlarmRule: 'ALARM("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:Good")' },
      /is in region eu-west-1/,
    ],
    [
      'a child of another account',
      { AlarmRule: 'ALARM("arn:aws:cloudwatch:us-east-1:444455556666:alarm:Good")' },
      /is in account 444455556666/,
    ],
    ...['0', '-1', '3', '0%', '101%', '12.5%'].map((amount): [string, Properties, RegExp] => [
      `at least ${amount} of two`,
      { AlarmRule: `AT_LEAST(${amount}, ALARM, (Good, Good2))` },
      /AlarmRule: this is no rule: AT_LEAST/,
    ]),
    [
      '101 children',
      { AlarmRule: Array.from({ length: 101 }, (_, index) => `ALARM(a${index})`).join(' OR ') },
      /names 101 alarms/,
    ],
    [
      'a suppressor without periods',
      { AlarmRule: 'ALARM(Good)', ActionsSuppressor: 'Good2' },
      /together with 'ActionsSuppressorWaitPeriod'/,
    ],
    [
      'periods without a suppressor',
      { AlarmRule: 'ALARM(Good)', ...SUPPRESSED, ActionsSuppressor: undefined },
      /together with 'ActionsSuppressor'/,
    ],
    [
      'itself as suppressor',
      { AlarmRule: 'ALARM(Good)', ...SUPPRESSED, ActionsSuppressor: 'Self' },
      /ActionsSuppressor: it is the alarm itself/,
    ],
    ['an EC2 action', { AlarmRule: 'ALARM(Good)', AlarmActions: [STOP] }, /cannot act on EC2/],
    ['a scaling action', { AlarmRule: 'ALARM(Good)', AlarmActions: [SCALE] }, /cannot scale/],
  ])('%s', (_, properties, expected) => {
    expect(texts('CompositeAlarm', properties)).toContainEqual(expect.stringMatching(error(expected)));
  });

  test('but not for a child that may exist in the account', () => {
    expect(texts('CompositeAlarm', { AlarmRule: 'ALARM(Elsewhere)' })).toEqual([
      expect.stringMatching(/^warning AlarmRule: no template here declares the alarm 'Elsewhere'/),
    ]);
  });
});

test.each<[string, Properties, RegExp]>([
  ['no metric', {}, /none of 'MetricName'/],
  [
    'two kinds of metric',
    { SingleMetricAnomalyDetector: {}, MetricName: 'Errors', Namespace: 'App', Stat: 'Sum' },
    /Namespace: it must not/,
  ],
  ['an unknown statistic', { MetricName: 'Errors', Namespace: 'App', Stat: 'Avg' }, /Stat: 'Avg'/],
])('an anomaly detector is refused for %s', (_, properties, expected) => {
  expect(texts('AnomalyDetector', properties)).toContainEqual(expect.stringMatching(expected));
});

describe('nothing is said of', () => {
  test.each<[string, string, Properties]>([
    ['a sound alarm without actions', 'Alarm', SOUND],
    ['numbers as texts', 'Alarm', { ...SOUND, Period: '60', Threshold: '0.5' }],
    ['two days as a period', 'Alarm', { ...SOUND, Period: 172_800, EvaluationPeriods: 3 }],
    ['a week as a period', 'Alarm', { ...SOUND, Period: 604_800 }],
    ['a day of short periods', 'Alarm', { ...SOUND, Period: 300, EvaluationPeriods: 288 }],
    ['high resolution', 'Alarm', { ...SOUND, Period: 10 }],
    ['percentiles and trimmed means', 'Alarm', { ...PERCENTILE, ExtendedStatistic: 'TM(10%:90%)' }],
    ['the low-sample option of a percentile', 'Alarm', { ...PERCENTILE, EvaluateLowSampleCountPercentile: 'ignore' }],
    ['five actions for each state', 'Alarm', { ...SOUND, AlarmActions: topics(5), OKActions: topics(5) }],
    ['an action on an instance', 'Alarm', { ...SOUND, ...OF_INSTANCE }],
    ['scaling', 'Alarm', { ...SOUND, AlarmActions: [SCALE] }],
    ['empty lists beside metric math, as the console exports it', 'Alarm', { ...math('m1 * 2'), Dimensions: [] }],
    ['metric math', 'Alarm', math('IF(m1 > 3 AND m1 < 9, m1 / PERIOD(m1), 0)')],
    ['arrays inside of an expression', 'Alarm', math('FIRST(REMOVE_EMPTY(METRICS()))')],
    ['a constant series with a hidden metric', 'Alarm', math('TIME_SERIES(0)')],
    ['ten metrics', 'Alarm', math('m1', ...Array.from({ length: 10 }, (_, index) => metric(`m${index}`)))],
    ['one metric in a list', 'Alarm', { ...CONDITION, Metrics: [metric('m1', {}, true)] }],
    ['a band', 'Alarm', band()],
    ['a query', 'Alarm', { ...insights('SELECT SUM(Errors) FROM App', 60), EvaluationPeriods: 180 }],
    ['contributors', 'Alarm', insights('SELECT SUM(E) FROM App GROUP BY T ORDER BY SUM() DESC', 60)],
    ['functions that are not simulated', 'Alarm', insights('INSIGHT_RULE_METRIC("rule", "Sum")', 60)],
    [
      'a wall clock window',
      'Alarm',
      { ...SOUND, EvaluationWindow: { WallClockWindow: { Timezone: 'Europe/Berlin' } } },
    ],
    ['PromQL', 'Alarm', { EvaluationCriteria: { PromQLCriteria: { Query: 'up' } }, EvaluationInterval: 60 }],
    ['a composite', 'CompositeAlarm', { AlarmRule: 'ALARM(Good) AND NOT OK("Good2")', ...SUPPRESSED }],
    ['a part of the children', 'CompositeAlarm', { AlarmRule: 'AT_LEAST(50%, ALARM, (Good, Good2))' }],
    ['a detector', 'AnomalyDetector', { MetricName: 'Errors', Namespace: 'App', Stat: 'Sum' }],
  ])('%s', (_, type, properties) => {
    expect(texts(type, properties)).toEqual([]);
  });

  test('what only deployment knows', () => {
    // GIVEN
    const open = (name: string): string => `\${${name}}`;
    const unknown = Object.fromEntries(Object.keys(SOUND).map((name) => [name, open(name)]));

    // THEN
    expect(texts('Alarm', unknown)).toEqual([]);
    expect(texts('Alarm', { ...SOUND, AlarmActions: open('If HasActions') })).toEqual([]);
    expect(texts('Alarm', math(`m1 + ${open('Other')}`))).toEqual([]);
    expect(texts('CompositeAlarm', { AlarmRule: open('Rule') })).toEqual([]);
    expect(texts('Alarm', { ...SOUND, AlarmActions: ['arn:aws:sns:eu-west-1:1:t'] }, {})).toEqual([]);
  });

  test('other resources', () => {
    expect(texts('Dashboard', { DashboardBody: 1 })).toEqual([]);
  });
});

test('a property that CloudFormation does not document is a warning: it may be newer than this release', () => {
  expect(texts('Alarm', { ...SOUND, TreatMissingdata: 'missing' })).toEqual([
    "warning TreatMissingdata: CloudFormation documents no such property. Did you mean 'TreatMissingData'?",
  ]);
});
