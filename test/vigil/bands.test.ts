import type { App } from 'aws-cdk-lib';
import type { RuleOptions } from '../../lib/index';
import { errorsOf, newStack, newVigil, watched } from '../support/synth';
import { workQueue } from './shop';

const alarmWith = (rule: string, options: RuleOptions) =>
  watched((stack) => workQueue(stack, 'Orders'), { rules: { [rule]: options } }).alarm('Orders', rule).properties;

describe('a band instead of a threshold', () => {
  test('compares a metric with what CloudWatch expects', () => {
    const alarm = alarmWith('QueueDepthHigh', { band: 2 });

    expect(alarm).toMatchObject({
      ComparisonOperator: 'GreaterThanUpperThreshold',
      ThresholdMetricId: 'expected',
      Metrics: [
        { Id: 'm', ReturnData: true, MetricStat: { Stat: 'Maximum', Period: 60 } },
        { Id: 'expected', ReturnData: true, Expression: 'ANOMALY_DETECTION_BAND(m, 2)' },
      ],
    });
    expect(alarm.Threshold).toBeUndefined();
    expect(alarm.MetricName).toBeUndefined();
  });

  test('compares metric math by its result', () => {
    const { Metrics } = alarmWith('QueueStuck', { band: 3 });

    expect(Metrics.at(-1)).toMatchObject({ Expression: 'ANOMALY_DETECTION_BAND(result, 3)', ReturnData: true });
    expect(Metrics.filter(({ ReturnData }: { ReturnData: boolean }) => ReturnData)).toHaveLength(2);
  });

  test('of a baseline rule compares its metric itself, in both directions', () => {
    expect(alarmWith('UnusualMessages', { band: 2 })).toMatchObject({
      ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
      EvaluationPeriods: 1,
      Metrics: [{ Id: 'm', MetricStat: { Period: 3600 } }, { Expression: 'ANOMALY_DETECTION_BAND(m, 2)' }],
    });
  });

  test.each<[RuleOptions, RegExp]>([
    [{ band: 2, threshold: 5 }, /rule 'QueueDepthHigh' is given both a 'threshold' and a 'band': give one of them\./],
    [{ band: 0 }, /rule 'QueueDepthHigh': its band is 0 standard deviations wide; give a number above 0 as 'band'\./],
  ])('%j is refused', (options, message) => {
    const stack = newStack();
    newVigil(stack, { rules: { QueueDepthHigh: options } }).queue(workQueue(stack, 'Orders'));

    expect(errorsOf(stack.node.root as App)).toContainEqual(expect.stringMatching(message));
  });
});

test('all baseline rules are on where a Vigil asks for them, and one alone where it is asked for', () => {
  const rulesWith = (props: object) =>
    watched((stack) => workQueue(stack, 'Orders'), props)
      .alarmsOf('Orders')
      .map(({ rule }) => rule)
      .filter((rule) => rule.startsWith('Unusual'));

  expect(rulesWith({})).toEqual([]);
  expect(rulesWith({ baselines: true })).toEqual(['UnusualQueueAge', 'UnusualMessages']);
  expect(rulesWith({ rules: { UnusualMessages: { enabled: true } } })).toEqual(['UnusualMessages']);
  expect(rulesWith({ baselines: true, rules: { UnusualMessages: { enabled: false } } })).toEqual(['UnusualQueueAge']);
});
