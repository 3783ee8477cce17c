import { runMetricAlarm } from '../../../lib/rehearsal/simulator/metric-alarm';
import { MetricStore } from '../../../lib/rehearsal/simulator/metric-store';
import type { AlarmState, MetricAlarmDefinition, StateChange } from '../../../lib/rehearsal/simulator/model';
import { READINGS, readingNamed, readingsOn } from '../../../lib/rehearsal/simulator/other-readings';
import { DEFAULT_READING, type Reading } from '../../../lib/rehearsal/simulator/reading';
import { stateAt } from '../../../lib/rehearsal/simulator/track';
import { alarmOn, at, DAY, METRIC, MINUTE, pattern, START, storeWith } from './worlds';

const ONCE = { evaluationPeriods: 1, datapointsToAlarm: 1 };

const perMinute = (changes: Partial<MetricAlarmDefinition> = {}) => alarmOn({ periodSeconds: MINUTE, ...changes });

const onMath = (expression: string, changes: Partial<MetricAlarmDefinition> = {}) =>
  perMinute({
    ...{ kind: 'math', treatMissingData: 'notBreaching', ...ONCE, ...changes },
    queries: [
      { id: 'e', expression, returned: true },
      { id: 'm', metric: { ...METRIC, statistic: 'Sum' }, returned: false },
      { id: 'other', metric: { ...METRIC, name: 'Other', statistic: 'Sum' }, returned: false },
    ],
  });

const reading = (name: string): Reading => readingNamed(name) as Reading;

/** The state of an alarm at a time, under a reading. */
function stateUnder(name: string, alarm: MetricAlarmDefinition, store: MetricStore, time: number): AlarmState {
  return stateAt(runMetricAlarm(alarm, store, { start: time, end: time }, 'OK', reading(name)), time);
}

describe('a verdict differs between the default and', () => {
  // 1 is within the threshold of 10, 100 beyond it
  test.each<[string, MetricAlarmDefinition, string, AlarmState, AlarmState]>([
    ['range-n+2', perMinute({ ...ONCE, treatMissingData: 'notBreaching' }), 'X---', 'ALARM', 'OK'],
    ['range-third', perMinute({ ...ONCE, treatMissingData: 'notBreaching' }), 'X---', 'ALARM', 'OK'],
    ['range-n', onMath('m + 0'), 'X-', 'ALARM', 'OK'],
    ['range-long', onMath('m + 0', { evaluationPeriods: 3 }), 'X--------', 'OK', 'ALARM'],
    ['avg-skips', onMath('m - AVG(m)', { threshold: 50 }), '---XX', 'ALARM', 'OK'],
    ['op-gap', onMath('m + other'), 'X', 'ALARM', 'OK'],
    ['if-zero', onMath('IF(m < 0, m, other)', { comparison: 'LessThanThreshold' }), 'X', 'OK', 'ALARM'],
    ['fill-empty', onMath('FILL(other, 20)'), '0', 'ALARM', 'OK'],
    ['late', onMath('FILL(m, 20)'), '000', 'OK', 'ALARM'],
    ['young-ok', perMinute({ evaluationPeriods: 2, datapointsToAlarm: 2 }), '-----X', 'INSUFFICIENT_DATA', 'OK'],
  ])('%s', (name, alarm, points, byDefault, other) => {
    const at = START + points.length * MINUTE;
    const under = (each: string) => stateUnder(each, alarm, storeWith(pattern(points)), at);
    expect([under('default'), under(name)]).toEqual([byDefault, other]);
    expect(readingsOn(alarm)).toContainEqual(expect.objectContaining({ name }));
  });

  test('low-samples-newest', () => {
    // GIVEN ten samples a minute, of which p50 needs 20
    const store = new MetricStore();
    for (const minute of [0, 1]) store.record(METRIC, [{ time: START + minute * MINUTE, value: 100, count: 10 }]);
    const alarm = alarmOn(
      { periodSeconds: MINUTE, evaluationPeriods: 2, datapointsToAlarm: 2, ignoresLowSamples: true },
      'p50',
    );

    // THEN
    const under = (name: string) => stateUnder(name, alarm, store, START + 2 * MINUTE);
    expect([under('default'), under('low-samples-newest')]).toEqual(['ALARM', 'OK']);
    expect(readingsOn(alarm)).toContainEqual(expect.objectContaining({ name: 'low-samples-newest' }));
  });

  test('multi-day-first and multi-day-last', () => {
    const alarm = alarmOn({ periodSeconds: DAY, evaluationPeriods: 2, datapointsToAlarm: 1 });
    const store = storeWith([100], { start: at('2026-01-05T10:30:00Z') });
    const span = { start: at('2026-01-05T10:30:00Z'), end: at('2026-01-05T13:00:00Z') };
    const alarmed = (name: string) => {
      const { changes } = runMetricAlarm(alarm, store, span, 'OK', reading(name));
      const { time } = changes.find(({ to }) => to === 'ALARM') as StateChange;
      return new Date(time * 1000).toISOString().slice(11, 16);
    };
    expect(['default', 'multi-day-first', 'multi-day-last'].map(alarmed)).toEqual(['11:03', '11:00', '11:59']);
  });

  test('refused, under which the alarm does not exist', () => {
    for (const operator of ['AND', 'OR', '&&', '||']) {
      const alarm = onMath(`20 * (MAX(m) > 10 ${operator} m > 10)`);
      const under = (name: string) => stateUnder(name, alarm, storeWith(pattern('X')), START + MINUTE);
      expect(under('default')).toBe('ALARM');
      expect(() => under('refused')).toThrow(`a scalar ${operator} a time series is refused`);
    }
    const pair = onMath('20 * (m > 10 AND m > 5)');
    expect(stateUnder('refused', pair, storeWith(pattern('X')), START + MINUTE)).toBe('ALARM');
  });
});

test('late data leave all but the last minute of a longer period', () => {
  const alarm = { ...onMath('m * 1'), periodSeconds: 300, threshold: 4 };
  const store = storeWith([1, 1, 1, 1, 1]);
  const under = (name: string) => stateUnder(name, alarm, store, START + 300);
  expect([under('default'), under('late')]).toEqual(['ALARM', 'OK']);
});

test('readings go by names, each of which changes something', () => {
  expect(new Set(READINGS.map(({ name }) => name)).size).toBe(READINGS.length);
  expect(readingNamed('default')).toBe(DEFAULT_READING);
  expect(readingNamed('none')).toBeUndefined();
  for (const { name } of READINGS) expect(reading(name)).not.toEqual(DEFAULT_READING);
});

test('an alarm on a metric that sums rests on the range alone', () => {
  expect(readingsOn(perMinute({ treatMissingData: 'breaching' })).map(({ name }) => name)).toEqual([
    'range-n+2',
    'range-third',
  ]);
  expect(readingsOn(perMinute({ treatMissingData: 'breaching', wallClock: { timeZone: 'UTC' } }))).toEqual([]);
});
