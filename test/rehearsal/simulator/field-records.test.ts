import { runMetricAlarm } from '../../../lib/rehearsal/simulator/metric-alarm';
import { MetricStore } from '../../../lib/rehearsal/simulator/metric-store';
import type { MetricAlarmDefinition } from '../../../lib/rehearsal/simulator/model';
import { alarmOn, at, DAY, evaluatedAt, HOUR, METRIC, MINUTE, START, stateAt, storeWith } from './worlds';

// What AWS's documentation works through by example, and what people have measured or logged of real alarms.

/** The first time within some hours at which an alarm goes into a state. */
function firstTime(
  alarm: MetricAlarmDefinition,
  store: MetricStore,
  from: number,
  hours: number,
  to: string,
): number | undefined {
  const { changes } = runMetricAlarm(alarm, store, { start: from, end: from + hours * HOUR }, 'OK');
  return changes.find((change) => change.to === to)?.time;
}

describe('worked examples', () => {
  // "Alarm evaluation": at the end of minute 5 it looks at minutes 1 to 5, at the end of minute 6 at minutes 2 to 6
  test('a period of five minutes moves with the minute', () => {
    const store = storeWith([9, 0, 0, 0, 0, 9]);
    const alarm = alarmOn({
      threshold: 8,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      treatMissingData: 'notBreaching',
    });
    const sums = runMetricAlarm({ ...alarm, threshold: 0 }, store, {
      start: START,
      end: START + 7 * MINUTE,
    }).observed?.();

    // the end of minute n is n minutes after the start
    expect([...(sums?.values ?? [])].slice(5, 8)).toEqual([9, 9, 9]);
    expect(evaluatedAt(START + 5 * MINUTE, alarmOn({ ...alarm, threshold: 9 }), store)).toBe('OK');
  });

  // "Alarm limits": at 12:15 it evaluates the points of 12:00, 12:05 and 12:10, at 12:16 those of 12:01, 12:06 and 12:11
  test.each([
    ['2026-01-05T12:15:00Z', ['00', '05', '10']],
    ['2026-01-05T12:16:00Z', ['01', '06', '11']],
  ])('the grid of periods is anchored at the evaluation, %s', (time, minutes) => {
    const store = storeWith(
      Array.from({ length: 60 }, () => 5),
      { start: at('2026-01-05T11:30:00Z') },
    );
    const [change] = runMetricAlarm(alarmOn(), store, { start: at(time), end: at(time) }).changes;
    const named = [...(change?.reason.matchAll(/05\/01\/26 12:(\d\d):00/g) ?? [])].map(([, minute]) => minute);
    expect(named.reverse()).toEqual(minutes);
  });

  // "Alarm evaluation", multi-day alarms: a job that runs each three days at 10:00 fails at 10:02 and is repaired at 11:43
  test('an alarm on several days looks once per hour, at data up to its beginning', () => {
    // GIVEN
    const store = new MetricStore();
    const report = (time: string, value: number) => store.record(METRIC, [{ time: at(time), value }]);
    report('2026-01-02T10:00:00Z', 1);
    report('2026-01-05T10:02:00Z', 0);
    report('2026-01-05T11:43:00Z', 1);
    const alarm = alarmOn({
      ...{ periodSeconds: 3 * DAY, evaluationPeriods: 1, datapointsToAlarm: 1 },
      ...{ comparison: 'LessThanThreshold', threshold: 1 },
    });

    // WHEN
    const span = { start: at('2026-01-05T09:00:00Z'), end: at('2026-01-05T13:00:00Z') };
    const { initial, changes } = runMetricAlarm(alarm, store, span, 'OK');

    // THEN
    const state = (clock: string) => stateAt(initial, changes, at(`2026-01-05T${clock}:00Z`));
    expect([state('10:03'), state('11:03'), state('12:03')]).toEqual(['OK', 'ALARM', 'OK']);
  });
});

describe('field records of the evaluation range', () => {
  // F1, a public QA log: Sum, 900 s, 8 of 8, breaching; last datum 05:43:53, ALARM 08:14:49
  test('eight periods of 15 minutes alarm after ten without data', () => {
    const last = at('2026-01-05T05:43:53Z');
    const store = storeWith(
      Array.from({ length: 40 }, (_, index) => (index % 3 === 0 ? 20 : undefined)),
      { start: last - 39 * MINUTE },
    );
    const alarm = alarmOn({
      ...{ periodSeconds: 900, evaluationPeriods: 8, datapointsToAlarm: 8, treatMissingData: 'breaching' },
      ...{ comparison: 'LessThanThreshold', threshold: 1 },
    });
    expect(firstTime(alarm, store, at('2026-01-05T05:44:00Z'), 4, 'ALARM')).toBe(at('2026-01-05T08:14:00Z'));
  });

  // F2, stackguides 66123607: 1800 s, N = 3, evaluated 04:53:30 on the points of 04:23, 02:53 and 02:23
  test('three periods of half an hour look back over five', () => {
    const store = storeWith([], {});
    for (const clock of ['04:23', '02:53', '02:23']) {
      store.record(METRIC, [{ time: at(`2026-01-05T${clock}:00Z`), value: 20 }]);
    }
    const time = at('2026-01-05T04:53:00Z');
    const [change] = runMetricAlarm(alarmOn({ periodSeconds: 1800 }), store, { start: time, end: time }).changes;
    expect(change?.reason).toBe(
      'Threshold Crossed: 3 out of the last 3 datapoints [20.0 (05/01/26 04:23:00), 20.0 (05/01/26 02:53:00), 20.0 (05/01/26 02:23:00)] ' +
        'were greater than the threshold (10.0) (minimum 3 datapoints for OK -> ALARM transition).',
    );
    expect(change?.ground).toBe('observed');
  });

  // F3, StackOverflow 72093282: a day, 1 of 1, breaching: three or four days without data before it alarmed
  test('one period of a day alarms after three without data', () => {
    const store = storeWith([0]);
    const alarm = alarmOn({
      periodSeconds: DAY,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      treatMissingData: 'breaching',
    });
    const time = firstTime(alarm, store, START + MINUTE, 24 * 6, 'ALARM') as number;
    expect((time - START) / DAY).toBeGreaterThan(3);
    expect((time - START) / DAY).toBeLessThanOrEqual(4);
  });

  // F4, infrahouse/terraform-aws-lambda-monitored, tests/tools/probe_alarm_range.py, measured in us-west-2 in September 2026
  test.each([
    { periods: 1, minutes: 6 },
    { periods: 2, minutes: 7 },
  ])('$periods of $periods minutes use points of up to $minutes minutes ago', ({ periods, minutes }) => {
    const alarm = alarmOn({
      periodSeconds: MINUTE,
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
      treatMissingData: 'missing',
    });
    const store = storeWith(
      Array.from({ length: periods }, () => 0),
      { start: START - (periods - 1) * MINUTE },
    );
    const state = (after: number) => evaluatedAt(START + after * MINUTE, alarm, store, 'ALARM');
    expect([state(6), state(minutes + 1)]).toEqual(['OK', 'INSUFFICIENT_DATA']);
  });

  // F5, the same: 540 s, a point of 18 minutes ago was still counted
  test('one period of nine minutes uses a point of 18 minutes ago', () => {
    const alarm = alarmOn({ periodSeconds: 540, evaluationPeriods: 1, datapointsToAlarm: 1 });
    expect(evaluatedAt(START + 18 * MINUTE, alarm, storeWith([20]))).toBe('ALARM');
  });

  // F6, StackOverflow 64045238: a minute, 1 of 1, not breaching: OK five minutes later than expected
  test('one period of a minute recovers five minutes late', () => {
    const alarm = alarmOn({
      periodSeconds: MINUTE,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      treatMissingData: 'notBreaching',
    });
    const store = storeWith([20]);
    expect(firstTime(alarm, store, START, 1, 'ALARM')).toBe(START + MINUTE);
    const { changes } = runMetricAlarm(alarm, store, { start: START + MINUTE, end: START + HOUR }, 'OK');
    expect(changes.map(({ time, to }) => [(time - START) / MINUTE, to])).toEqual([
      [1, 'ALARM'],
      [7, 'OK'],
    ]);
  });

  // F7, a blog of 2017: to INSUFFICIENT_DATA "after 5 minutes or two times of the period"
  test.each([
    [MINUTE, 6],
    [300, 15],
    [900, 45],
  ])('with periods of %i s, data are insufficient %i minutes after the last', (periodSeconds, minutes) => {
    const alarm = alarmOn({ periodSeconds, evaluationPeriods: 1, datapointsToAlarm: 1 });
    const time = firstTime(alarm, storeWith([0]), START + MINUTE, 2, 'INSUFFICIENT_DATA') as number;
    // the last sample is in the period that begins with it
    expect((time - START) / MINUTE - 1).toBe(minutes);
  });
});
