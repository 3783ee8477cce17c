import { Rehearsal } from '../../../lib/rehearsal/testing';
import { folderWith, topic } from '../templates';

// Alarms on queries: the query is not run, its results are given as series.

const rehearsed = (Type: string, Properties: object): Rehearsal => {
  const folder = folderWith({
    'template.json': {
      Resources: { Pages: topic(), It: { Type, Properties: { AlarmActions: [{ Ref: 'Pages' }], ...Properties } } },
    },
  });
  return Rehearsal.ofTemplates([`${folder}/template.json`]);
};

describe('on a PromQL query', () => {
  const alarm = () =>
    rehearsed('AWS::CloudWatch::Alarm', {
      ...{ AlarmName: 'hot', EvaluationInterval: 60 },
      EvaluationCriteria: { PromQLCriteria: { Query: 'up == 0', PendingPeriod: 120, RecoveryPeriod: 180 } },
    });

  test('begins in OK, alarms after the pending period and recovers after the recovery period', () => {
    const rehearsal = alarm().series('PromQL hot', { host: 'a' }, '_x2 1x4 _x8');
    expect(rehearsal.stateOf('hot', '4m')).toBe('OK');
    expect(rehearsal.stateOf('hot', '5m')).toBe('ALARM');
    expect(rehearsal.stateOf('hot', '10m')).toBe('ALARM');
    expect(rehearsal.stateOf('hot', '11m')).toBe('OK');
    expect(alarm().lasting('10m').stateOf('hot')).toBe('OK');
  });

  test('sends a message for each result', () => {
    const rehearsal = alarm().series('PromQL hot', { host: 'a' }, '1x9').series('PromQL hot', { host: 'b' }, '_ 1x8');
    const messages = rehearsal.messages.map(({ message }) => JSON.parse(message).AlarmContributorAttributes);
    expect(messages).toEqual([{ host: 'a' }, { host: 'b' }]);
    expect(rehearsal.alerts.length).toBe(2);
  });
});

describe('on a query of logs', () => {
  const alarm = (ScheduleExpression: string) =>
    rehearsed('AWS::CloudWatch::LogAlarm', {
      ...{ AlarmName: 'noisy', QueryResultsToEvaluate: 3, QueryResultsToAlarm: 2, Threshold: 10 },
      ...{ ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'notBreaching' },
      ScheduledQueryConfiguration: { ScheduleConfiguration: { ScheduleExpression } },
    });

  test('alarms on M of its N results', () => {
    const rehearsal = alarm('rate(5 minutes)').series('LogAlarm noisy', {}, '0 20 20 0 0', { interval: '5m' });
    expect(rehearsal.stateOf('noisy', '10m')).toBe('OK');
    expect(rehearsal.stateOf('noisy', '15m')).toBe('ALARM');
    expect(rehearsal.stateOf('noisy', '25m')).toBe('OK');
  });

  test('is not simulated if it is run at times that are no rate', () => {
    expect(() => alarm('cron(0 6 * * ? *)').stateOf('noisy')).toThrow('a query of logs is not modelled.');
  });
});

describe('on a query of Metrics Insights', () => {
  const Expression = 'SELECT MAX(Depth) FROM "Shop/Queues" GROUP BY QueueName ORDER BY MAX() DESC';
  const alarm = () =>
    rehearsed('AWS::CloudWatch::Alarm', {
      ...{ AlarmName: 'deep', EvaluationPeriods: 1, Threshold: 10, ComparisonOperator: 'GreaterThanThreshold' },
      Metrics: [{ Id: 'q', Expression, Period: 60 }],
    });

  test('takes the series that it selects, and no others', () => {
    const rehearsal = alarm()
      .series('Shop/Queues Depth', { QueueName: 'a' }, '20x5')
      .series('Shop/Queues Depth', { QueueName: 'b' }, '0 20x4');
    expect(rehearsal.stateOf('deep')).toBe('ALARM');
    expect(rehearsal.alerts.length).toBe(2);
    expect(() => alarm().series('Shop/Queues Age', { QueueName: 'a' }, '1')).toThrow('No alarm reads Shop/Queues Age');
  });
});
