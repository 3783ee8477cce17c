import { composite, folderWith } from '../rehearsal/templates';
import { runIn } from './terminal';

// What `preview --check` says of a template with one alarm: 1 where CloudWatch would refuse it, 0 where it takes it.

const CONDITION = { EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' };
const SOUND = { Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum', Period: 60, ...CONDITION };
const stat = (Id: string, more: object = {}) => ({
  ...{ Id, ReturnData: false },
  MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Errors' }, Period: 60, Stat: 'Sum', ...more },
});
const math = (Expression: string, others: readonly object[] = [stat('m')], more: object = {}) => ({
  ...{ ...CONDITION, Metrics: [{ Id: 'e', Expression }, ...others], ...more },
});
const select = (Expression: string, more: object = {}, query: object = {}) => ({
  ...{ ...CONDITION, Metrics: [{ Id: 'q', Expression, Period: 60, ...query }], ...more },
});
const band = (more: object = {}, query: object = {}) => ({
  ...{ EvaluationPeriods: 2, ThresholdMetricId: 'b', ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold' },
  Metrics: [
    { ...stat('m', query), ReturnData: true },
    { Id: 'b', Expression: 'ANOMALY_DETECTION_BAND(m, 2)' },
  ],
  ...more,
});
const INSTANCE = [{ Name: 'InstanceId', Value: 'i-0123456789abcdef0' }];
const arn = (rest: string) => `arn:aws:${rest}`;
const TOPIC = arn('sns:us-east-1:123456789012:t');
const SCALE = arn('autoscaling:us-east-1:123456789012:scalingPolicy:1:autoScalingGroupName/g:policyName/p');
const dimensions = (count: number) => Array.from({ length: count }, (_, nth) => ({ Name: `N${nth}`, Value: 'v' }));
const CHILDREN = { A: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...SOUND, AlarmName: 'a' } } };

const checked = async (resource: object, more: object = {}, region = 'us-east-1') => {
  const template = { Resources: { ...more, It: resource } };
  const words = ['preview', '--template', 't.json', '--check', '--region', region, '--account', '123456789012'];
  const { exitCode, stdout } = await runIn(folderWith({ 't.json': template }), words);
  return { exitCode, refused: /Refused by CloudWatch\n([\s\S]*)/.exec(stdout)?.[1]?.replace(/\s+/g, ' ') ?? '' };
};
const ofAlarm = (Properties: object) => ({ Type: 'AWS::CloudWatch::Alarm', Properties });

test.each<[string, object]>([
  ['a period of 5 s', { ...SOUND, Period: 5 }],
  ['a period of 40 s', { ...SOUND, Period: 40 }],
  ['a period of 90 s', { ...SOUND, Period: 90 }],
  ['minutes over more than a day', { ...SOUND, Period: 300, EvaluationPeriods: 289 }],
  ['days over more than a week', { ...SOUND, Period: 86_400, EvaluationPeriods: 8 }],
  ['more datapoints than periods', { ...SOUND, EvaluationPeriods: 3, DatapointsToAlarm: 4 }],
  ['no datapoints', { ...SOUND, DatapointsToAlarm: 0 }],
  ['a threshold that is not there', { ...SOUND, Threshold: undefined }],
  ['a threshold beside a band', band({ Threshold: 5 })],
  ['no comparison', { ...SOUND, ComparisonOperator: undefined }],
  ['an unknown comparison', { ...SOUND, ComparisonOperator: 'GreaterThan' }],
  ['a statistic beside a percentile', { ...SOUND, ExtendedStatistic: 'p99' }],
  ['a percentile of more than 100', { ...SOUND, Statistic: undefined, ExtendedStatistic: 'p101' }],
  ['an unknown unit', { ...SOUND, Unit: 'Minutes' }],
  ['31 dimensions', { ...SOUND, Dimensions: dimensions(31) }],
  ['a dimension that is there twice', { ...SOUND, Dimensions: [...dimensions(2), { Name: 'N1', Value: 'other' }] }],
  ['a dimension without a value', { ...SOUND, Dimensions: [{ Name: 'Queue', Value: '' }] }],
  ['a namespace that begins with a colon', { ...SOUND, Namespace: ':Shop' }],
  ['six actions', { ...SOUND, AlarmActions: Array.from({ length: 6 }, (_, nth) => `${TOPIC}${nth}`) }],
  ['an action that is a queue', { ...SOUND, AlarmActions: [arn('sqs:us-east-1:123456789012:q')] }],
  ['a topic of another region', { ...SOUND, AlarmActions: [arn('sns:eu-west-1:123456789012:t')] }],
  ['an EC2 action without an instance', { ...SOUND, AlarmActions: [arn('automate:us-east-1:ec2:reboot')] }],
  ['scaling by a band', band({ AlarmActions: [SCALE] })],
  ['an id with a capital letter', math('M', [stat('M')])],
  ['an id that no entry has', math('m + other')],
  ['expressions that need each other', math('f', [{ Id: 'f', Expression: 'e', ReturnData: false }, stat('m')])],
  ['a number instead of a series', math('AVG(m) + 1')],
  ['several series', math('[m, m]')],
  ['an unknown function', math('MEDIAN(m)')],
  ['a period beside metrics', math('m', [stat('m')], { Period: 60 })],
  ['a query over more than three hours', select('SELECT AVG(Load) FROM "Shop"', { EvaluationPeriods: 200 })],
  ['a query of 30 s', select('SELECT AVG(Load) FROM "Shop"', {}, { Period: 30 })],
  ['a grouped query without an order', select('SELECT AVG(Load) FROM "Shop" GROUP BY Team')],
  ['a band of 30 s', band({}, { Period: 30 })],
  ['low samples of a sum', { ...SOUND, EvaluateLowSampleCountPercentile: 'ignore' }],
])('refused: %s', async (_, properties) => {
  const { exitCode, refused } = await checked(ofAlarm({ AlarmName: 'the alarm', ...properties }));

  expect({ exitCode, refused }).toEqual({ exitCode: 1, refused: expect.stringContaining('t/It (the alarm)') });
});

test.each<[string, object]>([
  ['no actions', SOUND],
  ['actions that are off', { ...SOUND, ActionsEnabled: false, AlarmActions: [TOPIC] }],
  ['actions for each state', { ...SOUND, AlarmActions: [TOPIC], OKActions: [TOPIC], InsufficientDataActions: [TOPIC] }],
  ['ten seconds', { ...SOUND, Period: 10 }],
  ['twenty seconds', { ...SOUND, Period: 20, EvaluationPeriods: 3 }],
  ['a day of minutes', { ...SOUND, EvaluationPeriods: 1440 }],
  ['two days', { ...SOUND, Period: 172_800 }],
  ['seven days', { ...SOUND, Period: 604_800 }],
  ['a day, seven times', { ...SOUND, Period: 86_400, EvaluationPeriods: 7 }],
  ['numbers written as texts', { ...SOUND, Period: '60', Threshold: '0.5', EvaluationPeriods: '2' }],
  ['a negative threshold', { ...SOUND, Threshold: -5.5, ComparisonOperator: 'LessThanOrEqualToThreshold' }],
  ['2 of 3', { ...SOUND, EvaluationPeriods: 3, DatapointsToAlarm: 2 }],
  ['30 dimensions', { ...SOUND, Dimensions: dimensions(30) }],
  ['no dimensions', { ...SOUND, Dimensions: [] }],
  ['a percentile', { ...SOUND, Statistic: undefined, ExtendedStatistic: 'p99.9' }],
  ['a trimmed mean', { ...SOUND, Statistic: undefined, ExtendedStatistic: 'TM(10%:90%)' }],
  ['a trimmed mean in small letters', { ...SOUND, Statistic: undefined, ExtendedStatistic: 'tm99' }],
  [
    'few samples of a percentile',
    { ...SOUND, Statistic: undefined, ExtendedStatistic: 'p90', EvaluateLowSampleCountPercentile: 'ignore' },
  ],
  ['a unit', { ...SOUND, Unit: 'Bytes/Second' }],
  ['a name with signs', { ...SOUND, AlarmName: 'Bestellungen: zu spät (P1) <"&">' }],
  [
    'a metric of another account',
    { ...CONDITION, Metrics: [{ ...stat('m'), ReturnData: true, AccountId: '210987654321' }] },
  ],
  [
    'an EC2 action',
    { ...SOUND, Namespace: 'AWS/EC2', Dimensions: INSTANCE, AlarmActions: [arn('automate:us-east-1:ec2:recover')] },
  ],
  ['a scaling action', { ...SOUND, AlarmActions: [SCALE] }],
  ['a function', { ...SOUND, AlarmActions: [arn('lambda:us-east-1:123456789012:function:f')] }],
  ['an OpsItem', { ...SOUND, AlarmActions: [arn('ssm:us-east-1:123456789012:opsitem:1')] }],
  ['metric math', math('100 * m / n', [stat('m'), stat('n')])],
  [
    'metric math on ten metrics',
    math(
      'SUM(METRICS())',
      Array.from({ length: 10 }, (_, nth) => stat(`m${nth}`)),
    ),
  ],
  ['a series of a constant', math('TIME_SERIES(0)', [stat('m')])],
  ['a function of an unpublished metric', math('FILL(m, REPEAT)')],
  ['a query', select('SELECT MAX(Load) FROM SCHEMA("Shop", Team) WHERE Team = \'a\'')],
  ['a grouped query', select('SELECT MAX(Load) FROM "Shop" GROUP BY Team ORDER BY MAX() DESC LIMIT 5')],
  ['a band', band()],
  ['a band of five minutes with actions', band({ AlarmActions: [TOPIC] }, { Period: 300 })],
])('taken: %s', async (_, properties) => {
  expect(await checked(ofAlarm(properties))).toEqual({ exitCode: 0, refused: '' });
});

test.each<[string, string, Readonly<Record<string, unknown>>]>([
  ['words in small letters', 'alarm(a)', {}],
  ['a state that does not exist', 'FAILED(a)', {}],
  ['more alarms than there are', 'AT_LEAST(2, ALARM, (a))', {}],
  ['an alarm of another region', 'ALARM("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a")', {}],
  ['scaling', 'ALARM(a)', { AlarmActions: [SCALE] }],
  ['a suppressor without its periods', 'ALARM(a)', { ActionsSuppressor: 'a' }],
  ['a period without a suppressor', 'ALARM(a)', { ActionsSuppressorWaitPeriod: 60 }],
])('a composite is refused: %s', async (_, rule, properties) => {
  expect(await checked(composite(rule, properties), CHILDREN)).toMatchObject({ exitCode: 1 });
});

test.each<[string, string, Readonly<Record<string, unknown>>]>([
  ['one of several', 'ALARM(a) OR (NOT OK("a") AND TRUE)', {}],
  ['a share', 'AT_LEAST(50%, ALARM, (a, a))', {}],
  [
    'a suppressor',
    'ALARM(a)',
    { ActionsSuppressor: 'a', ActionsSuppressorWaitPeriod: 60, ActionsSuppressorExtensionPeriod: 60 },
  ],
])('a composite is taken: %s', async (_, rule, properties) => {
  expect(await checked(composite(rule, properties), CHILDREN)).toEqual({ exitCode: 0, refused: '' });
});

test('a child that no template declares is a warning', async () => {
  const { exitCode, refused } = await checked(composite('ALARM(elsewhere)'));

  expect(exitCode).toBe(0);
  expect(refused).toContain("t.json:1: t/It: AlarmRule: no template here declares the alarm 'elsewhere'.");
});

describe('two alarms of one name', () => {
  const named = (more: object = {}) => ({ ...ofAlarm({ ...SOUND, AlarmName: 'same' }), ...more });

  test('are refused, of whatever kind', async () => {
    const { exitCode, refused } = await checked(named(), { First: named() });
    expect(exitCode).toBe(1);
    expect(refused).toContain("t/It (same): AlarmName: t/First has the name 'same' too");

    const other = composite('ALARM(same)', { AlarmName: 'same' });
    expect(await checked(other, { First: named() })).toMatchObject({ exitCode: 1 });
  });

  test('are a warning where a condition may leave out one of them', async () => {
    const { exitCode, refused } = await checked(named({ Condition: 'Unknown' }), { First: named() });

    expect(exitCode).toBe(0);
    expect(refused).toContain("t.json:1: t/It (same): AlarmName: t/First has the name 'same' too");
  });

  test('are sound in different templates that deployment puts in different regions, as far as is known', async () => {
    const folder = folderWith({ 'a.json': { Resources: { It: named() } }, 'b.json': { Resources: { It: named() } } });
    const words = ['preview', '--check', '--template', 'a.json', '--template', 'b.json'];

    expect(await runIn(folder, words)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('warning') });
    const here = ['--region', 'eu-west-1', '--account', '123456789012'];
    expect(await runIn(folder, [...words, ...here])).toMatchObject({ exitCode: 1 });
  });
});

describe('a mute rule', () => {
  const rule = (properties: object) => ({
    Type: 'AWS::CloudWatch::AlarmMuteRule',
    Properties: {
      Name: 'night',
      Rule: { Schedule: { Expression: 'cron(0 2 * * ? *)', Duration: 'PT2H' } },
      ...properties,
    },
  });

  test.each<[string, object, string]>([
    ['that names none', {}, 'it names no alarm, so it mutes nothing.'],
    ['that names an empty list', { MuteTargets: { AlarmNames: [] } }, 'it names no alarm, so it mutes nothing.'],
    [
      'that names one of elsewhere',
      { MuteTargets: { AlarmNames: ['a', 'b'] } },
      "AlarmNames[1]: no template here declares the alarm 'b'.",
    ],
  ])('%s is a warning', async (_, properties, warning) => {
    const { exitCode, refused } = await checked(rule(properties), CHILDREN);

    expect(exitCode).toBe(0);
    expect(refused).toContain(warning);
  });

  test('that names alarms of the template is sound', async () => {
    expect(await checked(rule({ MuteTargets: { AlarmNames: ['a'] } }), CHILDREN)).toEqual({ exitCode: 0, refused: '' });
  });

  test('that names more than 100 is refused', async () => {
    const AlarmNames = Array.from({ length: 101 }, () => 'a');

    expect(await checked(rule({ MuteTargets: { AlarmNames } }), CHILDREN)).toMatchObject({ exitCode: 1 });
  });
});
