import { AlarmRun } from '../../../../lib/rehearsal/room/alarms/alarm-run';
import { MetricStore } from '../../../../lib/rehearsal/simulator/metric-store';
import { Scene } from '../../../../lib/rehearsal/testing/scene';
import { assemblyWith } from '../../templates';

const START = Date.UTC(2026, 0, 5) / 1000;
const MINUTE = 60;
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:pages';

const metricAlarm = (AlarmName: string, more: object = {}) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    ...{ AlarmName, Namespace: 'AWS/SQS', MetricName: 'Age', Statistic: 'Maximum', Period: 60 },
    ...{ Dimensions: [{ Name: 'QueueName', Value: 'orders' }], ComparisonOperator: 'GreaterThanThreshold' },
    ...{ Threshold: 10, EvaluationPeriods: 3, TreatMissingData: 'missing', AlarmActions: [TOPIC], OKActions: [TOPIC] },
    ...more,
  },
});

const assembly = assemblyWith({
  Plain: metricAlarm('plain'),
  Long: metricAlarm('long', { Period: 300, EvaluationPeriods: 2, DatapointsToAlarm: 1, TreatMissingData: 'ignore' }),
  Sum: metricAlarm('sum', {
    Statistic: 'Sum',
    Threshold: 100,
    Period: 600,
    EvaluationPeriods: 1,
    TreatMissingData: 'notBreaching',
  }),
  Suppressor: metricAlarm('suppressor', { Threshold: 40, EvaluationPeriods: 1, AlarmActions: [] }),
  Composite: {
    Type: 'AWS::CloudWatch::CompositeAlarm',
    Properties: {
      ...{ AlarmName: 'composite', AlarmRule: 'ALARM(plain) OR ALARM(sum)', AlarmActions: [TOPIC], OKActions: [TOPIC] },
      ...{ ActionsSuppressor: 'suppressor', ActionsSuppressorWaitPeriod: 180, ActionsSuppressorExtensionPeriod: 120 },
    },
  },
});

/** Calm, then waves with gaps, some above the suppressor's threshold. */
const valueAt = (minute: number): number | undefined =>
  minute % 17 === 5 ? undefined : minute < 20 ? 1 : Math.round(30 + 30 * Math.sin(minute / 9));

test('minute by minute, the same comes of it as of one simulation of all', () => {
  // GIVEN
  const store = new MetricStore();
  const scene = new Scene(assembly, START, undefined, store);
  const run = new AlarmRun(scene);
  const metric = { namespace: 'AWS/SQS', name: 'Age', dimensions: { QueueName: 'orders' } };
  const end = START + 240 * MINUTE;
  run.advance(START);

  // WHEN data arrive with time
  for (let minute = 0; minute < 240; minute++) {
    const value = valueAt(minute);
    if (value !== undefined) store.record(metric, [{ time: START + minute * MINUTE, value }]);
    run.advance(START + (minute + 1) * MINUTE);
  }
  scene.forget();
  scene.lastUntil(end);

  // THEN
  const changes = (of: AlarmRun | Scene) =>
    assembly.alarms.map((alarm) => [alarm.name, of.trackOf(alarm).changes.map(({ time, to }) => [time - START, to])]);
  const actions = (of: AlarmRun | Scene) =>
    of.actions.map(({ alarm, time, change }) => `${alarm.name} ${time - START} ${change.to}`).sort();
  expect(changes(run)).toEqual(changes(scene));
  expect(actions(run)).toEqual(actions(scene));
  expect(actions(run).length).toBeGreaterThan(10);
});
