import { App, Duration, Stack, Stage } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { UnreadableFile } from '../../../lib/rehearsal/assembly/unreadable-file';
import { matchers, Rehearsal } from '../../../lib/rehearsal/testing';
import { alarm, folderWith, topic } from '../templates';

expect.extend(matchers);

const AGE = 'AWS/SQS ApproximateAgeOfOldestMessage';

/** A queue, and an alarm on the age of its oldest message. */
function stackIn(scope?: App | Stage): Stack {
  const stack = new Stack(scope, 'Shop');
  const queue = new Queue(stack, 'Orders', { queueName: 'orders' });
  const age = new Alarm(stack, 'Age', {
    alarmName: 'Shop/Orders/P1-OldestMessageAge',
    metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1) }),
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    ...{ threshold: 300, evaluationPeriods: 5, datapointsToAlarm: 3 },
  });
  age.addAlarmAction(new SnsAction(new Topic(stack, 'Pages')));
  return stack;
}

const stuck = (stack = stackIn()) => Rehearsal.of(stack).series(AGE, { QueueName: 'orders' }, '0x20 60+60x40 _x10');

describe('of a stack', () => {
  test("that belongs to no app of one's own, to an app, or to a stage of one", () => {
    const app = new App();
    for (const stack of [stackIn(), stackIn(app), stackIn(new Stage(new App(), 'Prod'))]) {
      expect(stuck(stack).stateOf('OldestMessageAge', '29m')).toBe('ALARM');
    }
  });

  test('has matchers', () => {
    const rehearsal = stuck();
    expect(rehearsal).not.toBeInAlarm('OldestMessageAge', '28m');
    expect(rehearsal).toBeInAlarm('OldestMessageAge', '29m');
    expect(rehearsal).not.toBeInAlarm('OldestMessageAge');
    expect(rehearsal).toHaveAlerted('P1');
    expect(rehearsal).toHaveAlerted('P1', 1);
    expect(rehearsal).not.toHaveAlerted('P2');
  });

  test('whose matchers report the actual outcome', () => {
    const rehearsal = stuck();
    expect(() => expect(rehearsal).toBeInAlarm('OldestMessageAge', '5m')).toThrow(
      'OldestMessageAge is in OK after 5m.\nThreshold Crossed: no datapoints were received for 5 periods',
    );
    expect(() => expect(rehearsal).toBeInAlarm('OldestMessageAge', '5m')).toThrow(/ 300 │┄+•+┄+[\s\S]*▲ 5m\n/);
    expect(() => expect(rehearsal).toHaveAlerted('P1', 2)).toThrow(
      'There was 1 alert of P1, 2 expected. All alerts:\n  P1 of Shop/Orders/P1-OldestMessageAge after 29 min: Threshold Crossed: 3 out of the last 5',
    );
    expect(() => expect(Rehearsal.of(stackIn())).toHaveAlerted('P1')).toThrow(
      'There were 0 alerts of P1. All alerts:\n  none',
    );
    expect(() => expect({}).toBeInAlarm('it')).toThrow('expect() takes a Rehearsal here.');
  });

  test('lists alerts, and messages as topics deliver them', () => {
    const { alerts, messages } = stuck();
    expect(alerts).toEqual([
      {
        ...{ alarm: 'Shop/Orders/P1-OldestMessageAge', severity: 'P1', after: 29 * 60 },
        targets: [expect.stringMatching(/^arn:aws:sns:.*Pages/)],
        reason: expect.stringContaining('3 out of the last 5 datapoints'),
      },
    ]);
    expect(messages.map(({ message }) => JSON.parse(message).NewStateValue)).toEqual(['ALARM']);
  });

  test('that is none', () => {
    expect(() => Rehearsal.of({ node: { root: {} } })).toThrow(TypeError);
  });
});

test('data that no alarm would see are refused', () => {
  const rehearsal = Rehearsal.of(stackIn());
  const wrong =
    'No alarm reads AWS/SQS ApproximateAgeOfOldestMessage with { QueueName: Orders }. Alarms read AWS/SQS ApproximateAgeOfOldestMessage with { QueueName: orders }.';
  for (const publish of [
    () => rehearsal.series(AGE, { QueueName: 'Orders' }, '1'),
    () => rehearsal.commaSeparated(AGE, { QueueName: 'Orders' }, ''),
    () => rehearsal.metricDataResult(AGE, { QueueName: 'Orders' }, {}),
  ]) {
    expect(publish).toThrow(new TypeError(wrong));
  }
});

describe('data', () => {
  const template = {
    Resources: {
      Errors: alarm({
        ...{ AlarmName: 'errors', AlarmActions: [{ Ref: 'Pages' }] },
        Namespace: 'Shop',
        MetricName: 'Errors',
        Dimensions: [{ Name: 'Service', Value: 'orders' }],
        Threshold: 2,
      }),
      Pages: topic(),
      Log: { Type: 'AWS::CloudWatch::LogAlarm', Properties: { AlarmName: 'log' } },
    },
  };
  const rehearsal = () => Rehearsal.ofTemplates([`${folderWith({ 'template.json': template })}/template.json`]);
  const DIMENSIONS = { Service: 'orders' };

  test.each<[string, (on: Rehearsal) => Rehearsal]>([
    ['a series', (on) => on.series('Shop Errors', DIMENSIONS, '[1, 1]')],
    [
      'a series by another interval',
      (on) => on.series('Shop Errors', DIMENSIONS, '1x1', { interval: '30s', unit: 'Count' }),
    ],
    [
      'log lines',
      (on) =>
        on.embeddedMetrics(
          JSON.stringify({
            _aws: {
              Timestamp: Date.parse('2026-01-05T00:00:30Z'),
              CloudWatchMetrics: [{ Namespace: 'Shop', Dimensions: [['Service']], Metrics: [{ Name: 'Errors' }] }],
            },
            ...{ Service: 'orders', Errors: 2 },
          }),
        ),
    ],
    [
      'a request of PutMetricData',
      (on) =>
        on.putMetricData({
          Namespace: 'Shop',
          MetricData: [
            {
              MetricName: 'Errors',
              Dimensions: [{ Name: 'Service', Value: 'orders' }],
              Timestamp: '2026-01-05T00:00:30Z',
              Value: 2,
            },
          ],
        }),
    ],
    [
      'a result of GetMetricData',
      (on) => on.metricDataResult('Shop Errors', DIMENSIONS, { Timestamps: ['2026-01-05T00:00:00Z'], Values: [2] }),
    ],
    ['lines', (on) => on.commaSeparated('Shop Errors', DIMENSIONS, 'timestamp,value\n2026-01-05 00:00:00,2')],
  ])('come from %s', (_, publish) => {
    const on = publish(rehearsal()).lasting('20m');
    expect([on.stateOf('errors', '0m'), on.stateOf('errors', '1m'), on.stateOf('errors')]).toEqual([
      'OK',
      'ALARM',
      'OK',
    ]);
  });

  test('may come later', () => {
    const on = rehearsal().lasting('5m');
    expect(on.stateOf('errors')).toBe('OK');
    expect(on.series('Shop Errors', DIMENSIONS, '2x9').stateOf('errors')).toBe('ALARM');
  });

  test('begins at the given start', () => {
    const file = `${folderWith({ 'template.json': template })}/template.json`;
    const on = Rehearsal.ofTemplates([file], { start: '2030-06-01T12:00:00Z' }).series('Shop Errors', DIMENSIONS, '2');
    expect(on.reasonOf('errors')).toContain('(01/06/30 12:00:00)');
  });

  test('states are given', () => {
    expect(rehearsal().given('errors', 'ALARM').alerts).toEqual([]);
    expect(rehearsal().given('errors', 'OK').reasonOf('errors')).toBeUndefined();
  });

  test.each<[string, (on: Rehearsal) => unknown, string]>([
    ['an unknown alarm', (on) => on.stateOf('error'), "there is no alarm 'error'. Did you mean 'errors'?"],
    ['an unknown given alarm', (on) => on.given('nobody', 'OK'), "there is no alarm 'nobody'."],
    [
      'an alarm that is not modelled',
      (on) => on.stateOf('log'),
      'log cannot be rehearsed: a query of logs is not modelled.',
    ],
    ['a metric without a namespace', (on) => on.series('Errors', {}, '1'), "'Errors' is not a metric"],
    ['bad notation', (on) => on.series('Shop Errors', {}, 'one'), "'one' is neither a number"],
    ['a bad duration', (on) => on.lasting('long'), "'long' is not a duration"],
  ])('%s is an error', (_, wrong, message) => {
    expect(() => wrong(rehearsal())).toThrow(message);
  });

  test('a missing assembly is an error', () => {
    expect(() => Rehearsal.ofAssembly('/nowhere')).toThrow(UnreadableFile);
  });
});

describe('mistakes of plain JavaScript', () => {
  // biome-ignore lint/suspicious/noExplicitAny: that is the point
  const rehearsal = Rehearsal as any;

  test.each<[string, () => unknown, string]>([
    [
      'no app',
      () => rehearsal.of(),
      "Rehearsal.of: 'part' is missing. Give a stack, or any other construct of the app.",
    ],
    ['no folder', () => rehearsal.ofAssembly(), 'Rehearsal.ofAssembly: undefined is not a text.'],
    [
      'a file for a list of files',
      () => rehearsal.ofTemplates('shop.json'),
      "Rehearsal.ofTemplates: 'shop.json' is not a list. Write it in brackets: [ ].",
    ],
    [
      'misspelt options, and numbers for texts',
      () => rehearsal.ofTemplates([], { strat: 'x', parameters: { Limit: 5 } }),
      "Rehearsal.ofTemplates: unknown 'strat'; did you mean 'start'?\nRehearsal.ofTemplates: parameters.Limit: 5 is not a text.",
    ],
    [
      'numbers for a text of values',
      () => rehearsal.ofTemplates([]).series('AWS/SQS Sent', {}, [1, 2], { intervall: '1m' }),
      "Rehearsal.series: values: a list is not a text.\nRehearsal.series: options: unknown 'intervall'; did you mean 'interval'?",
    ],
  ])('%s', (_, use, message) => {
    expect(use).toThrow(new Error(message));
  });
});
