import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { folderWith } from '../rehearsal/templates';
import { runIn } from './terminal';

const metric = (id: string, MetricName: string, Stat: string, more: object = {}) => ({
  Id: id,
  ReturnData: false,
  MetricStat: {
    Metric: { Namespace: 'AWS/SQS', MetricName, Dimensions: [{ Name: 'QueueName', Value: 'orders' }] },
    ...{ Stat, Period: 60 },
  },
  ...more,
});
const alarm = (name: string, properties: object) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    ...{ AlarmName: `shop/Orders/${name}`, ComparisonOperator: 'GreaterThanThreshold', Threshold: 60 },
    ...{ EvaluationPeriods: 1, TreatMissingData: 'notBreaching' },
    ...properties,
  },
});
const age = {
  ...{ Namespace: 'AWS/SQS', MetricName: 'ApproximateAgeOfOldestMessage', Statistic: 'Maximum', Period: 60 },
  Dimensions: [{ Name: 'QueueName', Value: 'orders' }],
};
const received = { ...age, MetricName: 'NumberOfMessagesReceived', Statistic: 'Sum' };
const deleted = metric('deleted', 'NumberOfMessagesDeleted', 'Sum');

const TEMPLATE = {
  Resources: {
    Old: alarm('QueueOld', { ...age, AlarmDescription: 'Messages wait.', EvaluationPeriods: 5, DatapointsToAlarm: 3 }),
    Silent: alarm('NoMessages', {
      ...received,
      ...{ ComparisonOperator: 'LessThanThreshold', Threshold: 1, Period: 300, EvaluationPeriods: 2 },
      TreatMissingData: 'breaching',
    }),
    Stuck: alarm('QueueStuck', {
      Metrics: [
        metric('old', 'ApproximateAgeOfOldestMessage', 'Maximum'),
        deleted,
        { Id: 'result', Expression: 'IF(FILL(deleted, 0) > 0, 0, old / 60)' },
      ],
      Threshold: 2,
    }),
    Burst: alarm('Burst', { ...received, Period: 60 }),
    Kept: alarm('Kept', { ...age, TreatMissingData: 'ignore' }),
    Rising: alarm('Rising', { Metrics: [deleted, { Id: 'result', Expression: 'DIFF(deleted)' }] }),
    Odd: alarm('Odd', { ...age, Statistic: undefined, ExtendedStatistic: 'tm90' }),
    Failing: {
      Type: 'AWS::CloudWatch::CompositeAlarm',
      Properties: {
        AlarmName: 'shop/Orders/Failing',
        AlarmRule: 'ALARM("shop/Orders/QueueStuck") OR ALARM("shop/Orders/Rising")',
      },
    },
  },
};

const TESTS = `
template: shop.json
tests:
  - name: a backlog that nobody works on
    series:
      - metric: AWS/SQS ApproximateAgeOfOldestMessage
        dimensions: { QueueName: orders }
        values: 0x10 90x10 _x10
      - metric: AWS/SQS NumberOfMessagesReceived
        dimensions: { QueueName: orders }
        values: 5x30
      - metric: AWS/SQS NumberOfMessagesDeleted
        dimensions: { QueueName: orders }
        values: 5x5
    expect:
      - alarm: QueueOld
        states: { 10m: OK, 14m: ALARM, 40m: OK }
      - alarm: NoMessages
        states: { 20m: OK, 70m: ALARM }
`;

async function exported(...words: string[]) {
  const folder = folderWith({ 'shop.json': JSON.stringify(TEMPLATE), 'shop.test.yaml': TESTS });
  const place = ['--template', 'shop.json', '--region', 'eu-central-1', '--account', '123456789012'];
  const outcome = await runIn(folder, ['export', 'prometheus', ...place, '--out', 'out', ...words]);
  const read = (file: string) => parse(readFileSync(join(folder, 'out', file), 'utf8'));
  return { ...outcome, folder, read };
}

test('alarms become rules on the metrics of an exporter, and the others are named', async () => {
  // WHEN
  const { exitCode, stdout, stderr, read } = await exported();

  // THEN
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '4 rules of 8 alarms written to out.\n' });
  expect(stderr.split('\n').sort()).toEqual([
    '',
    'shop/Orders/Burst: is left out: it reads the Sum of NumberOfMessagesReceived over 60 s, another rule over 300 s, and an exporter has one of them.',
    'shop/Orders/Failing: does not read shop/Orders/Rising, which is left out.',
    'shop/Orders/Kept: is left out: without data it keeps its state, which an alert does not.',
    "shop/Orders/Odd: is left out: the exporters do not ask for the statistic 'tm90'.",
    'shop/Orders/Rising: is left out: it computes with DIFF.',
  ]);
  const { groups } = read('rules.yml');
  const queries = groups.flatMap(({ rules }: { rules: { alert: string; expr: string }[] }) =>
    rules.map(({ alert, expr }) => [alert, expr]),
  );
  const series = (name: string, ago = '') => `max(aws_sqs_${name}{dimension_QueueName="orders"}${ago})`;
  // a comparison leaves out by itself what is no number
  const known = (...metric: [string, string?]) => `${series(...metric)} >= -Inf`;
  const [old, received] = ['approximate_age_of_oldest_message_maximum', 'number_of_messages_received_sum'] as const;
  const [now, before] = ['', ' offset 5m'].map(
    (ago) => `${series(received, ago)} < 1 or absent(${known(received, ago)})`,
  );
  const worked = `(${known('number_of_messages_deleted_sum')} or vector(0)) > bool 0`;
  expect(queries).toEqual([
    ['QueueOld', `count_over_time((${series(old)} > 60)[4m59s999ms:1m]) >= 3`],
    ['NoMessages', `(${now}) and (${before})`],
    ['QueueStuck', `(vector(0) and ${worked} != 0 or (${known(old)}) / 60 and ${worked} == 0) > 2`],
    ['Failing', 'max(ALERTS{alarm="shop/Orders/QueueStuck", alertstate="firing"})'],
  ]);
  expect(groups[0].rules[0]).toMatchObject({
    labels: { alarm: 'shop/Orders/QueueOld', component: 'Orders', severity: 'none', notifies: 'nobody' },
    annotations: { summary: 'Messages wait.' },
  });
  expect(read('yace.yml').static[0]).toEqual({
    ...{ name: 'ApproximateAgeOfOldestMessage orders', namespace: 'AWS/SQS', regions: ['eu-central-1'] },
    dimensions: [{ name: 'QueueName', value: 'orders' }],
    metrics: [{ name: 'ApproximateAgeOfOldestMessage', statistics: ['Maximum'], period: 60, length: 60 }],
  });
});

test("the other exporter's names are known too", async () => {
  // WHEN
  const { read } = await exported('--exporter', 'cloudwatch_exporter');

  // THEN
  expect(read('rules.yml').groups[0].rules[0].expr).toBe(
    'count_over_time((max(aws_sqs_approximate_age_of_oldest_message_maximum{queue_name="orders"}) > 60)[4m59s999ms:1m]) >= 3',
  );
  expect(read('cloudwatch_exporter.yml')).toMatchObject({
    region: 'eu-central-1',
    metrics: [
      {
        aws_dimension_select: { QueueName: ['orders'] },
        aws_statistics: ['Maximum'],
        period_seconds: 60,
      },
      {},
      {},
    ],
  });
});

test('alarm tests become tests of rules, which hold', async () => {
  // WHEN
  const { folder, stdout } = await exported('--tests', 'shop.test.yaml');
  const { stdout: report } = await runIn(join(folder, 'out'), ['test', 'rules.test.yml']);

  // THEN
  expect(stdout).toBe('4 rules of 8 alarms and 5 expectations written to out.\n');
  expect(report).toMatch(/1 test passed/);
});

test('a rule that differs from its alarm in a test is left out', async () => {
  // GIVEN an alarm that goes on looking at old values where there are none, which a rule does not
  const folder = folderWith({
    'shop.json': JSON.stringify(TEMPLATE),
    'shop.test.yaml': TESTS.replace('40m: OK', '29m: ALARM'),
  });

  // WHEN
  const words = ['export', 'prometheus', '--template', 'shop.json', '--out', 'out', '--tests', 'shop.test.yaml'];
  const { stdout, stderr } = await runIn(folder, words);

  // THEN
  expect(stdout).toBe('3 rules of 8 alarms and 2 expectations written to out.\n');
  expect(stderr).toContain(
    "shop/Orders/QueueOld: is left out: after 1740 s in the test 'a backlog that nobody works on' it does not fire, and its alarm is in ALARM.\n",
  );
});
