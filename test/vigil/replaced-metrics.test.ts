import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { RuleOptions } from '../../lib/index';
import { type Json, type SynthesizedAlarm, watched } from '../support/synth';
import { workQueue } from './shop';

const alarmWith = (options: RuleOptions): SynthesizedAlarm =>
  watched((stack) => workQueue(stack, 'Orders'), { rules: { QueueSlow: options } }).alarm('Orders', 'QueueSlow');

describe('what is measured, replaced', () => {
  const metric = (metricName: string) =>
    new Metric({ namespace: 'Shop', metricName, dimensionsMap: { Service: 'orders' }, statistic: 'Sum' });
  const expected = (name: string) => ({
    Namespace: 'Shop',
    MetricName: name,
    Dimensions: [{ Name: 'Service', Value: 'orders' }],
  });
  const queries = ({ properties }: SynthesizedAlarm): Json[] => properties.Metrics;
  const result = (alarm: SynthesizedAlarm) => queries(alarm).find(({ ReturnData }) => ReturnData !== false);

  test('by a metric, compared as before', () => {
    const usual = alarmWith({}).properties;
    const { properties } = alarmWith({ metric: metric('Backlog') });

    expect(properties).toMatchObject({
      ...expected('Backlog'),
      Statistic: 'Sum',
      Threshold: usual.Threshold,
      ComparisonOperator: usual.ComparisonOperator,
      Period: 1800,
      // there is no past to compare with: as many periods as count
      DatapointsToAlarm: 3,
      EvaluationPeriods: 3,
    });
  });

  test('by a percentile', () => {
    const { properties } = alarmWith({ metric: metric('Delay').with({ statistic: 'p90' }) });

    expect(properties.ExtendedStatistic).toBe('p90');
    expect(properties.Statistic).toBeUndefined();
  });

  test('by an expression', () => {
    const alarm = alarmWith({
      metric: new MathExpression({
        expression: '100 * failed / all',
        usingMetrics: { failed: metric('Failed'), all: metric('All') },
      }),
    });

    expect(result(alarm).Expression).toBe('100 * failed / all');
    expect(queries(alarm).map(({ Id, MetricStat }) => [Id, MetricStat?.Metric])).toEqual(
      expect.arrayContaining([
        ['failed', expected('Failed')],
        ['all', expected('All')],
      ]),
    );
  });

  test('by an expression of expressions, in one piece', () => {
    const share = (id: string, part: string) =>
      new MathExpression({ expression: `${id} / all`, usingMetrics: { [id]: metric(part), all: metric('All') } });
    const alarm = alarmWith({
      metric: new MathExpression({
        expression: '100 * (failed + refused)',
        usingMetrics: { failed: share('m1', 'Failed'), refused: share('m2', 'Refused') },
      }),
    });

    expect(result(alarm).Expression).toBe('100 * ((m1 / all) + (m2 / all))');
    expect(queries(alarm).flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? [])).toEqual([
      'Failed',
      'All',
      'Refused',
    ]);
  });
});
