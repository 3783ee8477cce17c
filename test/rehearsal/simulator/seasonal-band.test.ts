import { runMetricAlarm } from '../../../lib/rehearsal/simulator/metric-alarm';
import { MetricStore } from '../../../lib/rehearsal/simulator/metric-store';
import { NotModelled } from '../../../lib/rehearsal/simulator/model';
import { alarmOn, DAY, HOUR, METRIC, START } from './worlds';

// Our own model of what is usual; CloudWatch's is not published.

const alarm = alarmOn({
  ...{ kind: 'anomaly', threshold: undefined, bandId: 'band', comparison: 'GreaterThanUpperThreshold' },
  ...{ periodSeconds: HOUR, evaluationPeriods: 1, datapointsToAlarm: 1 },
  queries: [
    { id: 'm', metric: { ...METRIC, statistic: 'Sum' }, returned: true },
    { id: 'band', expression: 'ANOMALY_DETECTION_BAND(m, 3)', returned: true },
  ],
});

/** Fourteen days that are busy at noon, with some noise, then one more. */
function history(seasonalBands: boolean, last: (hour: number) => number, days = 14): MetricStore {
  const store = new MetricStore(seasonalBands);
  const usual = (day: number, hour: number) => (hour === 12 ? 100 : 10) + (day % 2);
  for (let day = 0; day <= days; day++) {
    for (let hour = 0; hour < 24; hour++) {
      const value = day === days ? last(hour) : usual(day, hour);
      store.record(METRIC, [{ time: START + day * DAY + hour * HOUR, value }]);
    }
  }
  return store;
}

const alarmedAt = (store: MetricStore, days = 14) =>
  runMetricAlarm(alarm, store, { start: START + days * DAY + HOUR, end: START + (days + 1) * DAY }, 'OK')
    .changes.filter(({ to }) => to === 'ALARM')
    .map(({ time }) => Math.floor(((time - START) % DAY) / HOUR));

test('what is usual at noon is not usual at night', () => {
  const busy = (hour: number) => (hour === 3 || hour === 12 ? 100 : 10);
  expect(alarmedAt(history(true, busy))).toEqual([3]);
});

test('is off unless asked for', () => {
  expect(() => alarmedAt(history(false, () => 10))).toThrow(NotModelled);
});

test('says nothing of fewer than three days', () => {
  expect(
    alarmedAt(
      history(true, () => 1000, 2),
      2,
    ),
  ).toEqual([]);
  expect(
    alarmedAt(
      history(true, () => 1000, 3),
      3,
    ),
  ).toEqual([1]);
});

test('a recorded band goes before it', () => {
  const store = history(true, () => 10);
  const all = Array.from({ length: 24 }, (_, hour) => ({ time: START + 14 * DAY + hour * HOUR, value: 5 }));
  store.recordBand(METRIC, all, all);
  expect(alarmedAt(store)).toEqual([1]);
});
