import { join } from 'node:path';
import { Rehearsal } from '../../../lib/rehearsal/testing';
import { durationText } from '../../../lib/rehearsal/testing/notation';
import { type Pulse, pulseOf } from '../../../lib/rehearsal/testing/pulse';
import { assemblyWith, folderWith, mathAlarm } from '../templates';

const stat = (Id: string, MetricName: string, Period = 60, Stat = 'Sum') => ({
  ...{ Id, ReturnData: false },
  MetricStat: { Metric: { Namespace: 'Shop', MetricName }, Period, Stat },
});
const on = (Expression: string, metrics: readonly object[], properties: object = {}) =>
  mathAlarm([{ Id: 'e', Expression }, ...metrics], {
    ...{ AlarmName: 'it', ComparisonOperator: 'GreaterThanThreshold', Threshold: 5 },
    ...properties,
  });

function pulseIn(resource: unknown): Pulse | undefined {
  const [alarm] = assemblyWith({ It: resource }).alarms;
  if (alarm?.kind !== 'math') throw new Error('This is not an alarm on metric math.');
  return pulseOf(alarm);
}

const RATIO = on('100 * failed / all', [stat('failed', 'Failed'), stat('all', 'All')], {
  ...{ EvaluationPeriods: 5, DatapointsToAlarm: 3 },
});
const OF_FIVE_MINUTES = on('a + b', [stat('a', 'A', 300), stat('b', 'B', 300)], { EvaluationPeriods: 2 });
// compares with the period before, and breaches in the newest period alone
const JUMP = on('IF(DIFF_TIME(m) > 0, DIFF(m), 0)', [stat('m', 'Jumps', 300)], {
  ...{ EvaluationPeriods: 12, DatapointsToAlarm: 1 },
});

describe('a pulse does to an alarm what a test with the same values shows', () => {
  test.each([
    ['a ratio', RATIO],
    ['a sum over five minutes', OF_FIVE_MINUTES],
  ])('%s', (_, resource) => {
    // GIVEN
    const pulse = pulseIn(resource) as Pulse;
    const folder = folderWith({ 't.json': { Resources: { It: resource } } });

    // WHEN an hour of calm is followed by an hour of the other level, and by an hour of calm
    const rehearsal = pulse.metrics.reduce(
      (all, { metric, before, during }) =>
        all.series(
          `${metric.namespace} ${metric.name}`,
          {},
          `${before.value}x59 ${during.value}x59 ${before.value}x59`,
        ),
      Rehearsal.ofTemplates([join(folder, 't.json')]),
    );

    // THEN
    const { fires, recovers = { soonest: 0, latest: 0 } } = pulse;
    const state = (after: number) => rehearsal.stateOf('it', durationText(after));
    expect([state(3600 + fires.soonest - 60), state(3600 + fires.latest)]).toEqual(['OK', 'ALARM']);
    expect([state(7200 + recovers.soonest - 60), state(7200 + recovers.latest)]).toEqual(['ALARM', 'OK']);
  });
});

test.each([
  ['3 of 5 minutes', RATIO, { fires: { soonest: 180, latest: 180 }, recovers: { soonest: 180, latest: 180 } }],
  // the further beyond the threshold, the fewer minutes of a period are enough
  [
    'periods of five minutes',
    OF_FIVE_MINUTES,
    { fires: { soonest: 360, latest: 600 }, recovers: { soonest: 60, latest: 300 } },
  ],
])('it is measured how soon an alarm fires and recovers: %s', (_, resource, times) => {
  expect(pulseIn(resource)).toMatchObject(times);
});

test('an alarm that compares with the period before recovers by itself', () => {
  const pulse = pulseIn(JUMP) as Pulse;

  expect(pulse.recovers).toBeUndefined();
  expect(pulse.lasts).toMatchObject({ latest: 3840 });
});

test.each([
  ['seven days', 86_400, 7],
  ['a week', 604_800, 1],
  ['a day of minutes', 60, 1440],
  ['half a minute', 10, 3],
])('%s can be driven to ALARM and back', (_, Period, EvaluationPeriods) => {
  const { fires, recovers } = pulseIn(on('m + 0', [stat('m', 'Errors', Period)], { EvaluationPeriods })) as Pulse;

  expect(fires.latest).toBeLessThanOrEqual(Period * EvaluationPeriods + 3780);
  expect(recovers?.latest).toBeLessThanOrEqual(Period * EvaluationPeriods + 3780);
});

test('what becomes of it without data', () => {
  const { silence } = pulseIn({
    ...RATIO,
    Properties: { ...RATIO.Properties, TreatMissingData: 'breaching' },
  }) as Pulse;

  expect(silence.fromAlarm).toBeUndefined();
  expect(silence.fromOk).toEqual({ to: 'ALARM', after: expect.any(Number) });
});

test('an alarm that no data drive to ALARM has none', () => {
  expect(pulseIn(on('m * 0', [stat('m', 'Nothing')]))).toBeUndefined();
});

test('the same alarm has the same pulse', () => {
  expect(pulseIn(RATIO)).toEqual(pulseIn(RATIO));
});
