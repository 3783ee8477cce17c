import { runMetricAlarm } from '../../../lib/rehearsal/simulator/metric-alarm';
import type { AlarmState, MetricAlarmDefinition } from '../../../lib/rehearsal/simulator/model';
import { asDouble } from '../../../lib/rehearsal/simulator/reason';
import { alarmOn, METRIC, MINUTE, START, samplesOf, storeWith } from './worlds';

// The wording of real state changes, as public logs and tests of other projects hold them.

function reasonAt(
  minutes: number,
  alarm: MetricAlarmDefinition,
  values: readonly (number | undefined)[],
  before: AlarmState,
): string {
  const time = START + minutes * MINUTE;
  return runMetricAlarm(alarm, storeWith(values), { start: time, end: time }, before).changes[0]?.reason ?? 'no change';
}

const perMinute = (changes: Partial<MetricAlarmDefinition>) => alarmOn({ periodSeconds: MINUTE, ...changes });

test.each<[string, string, Partial<MetricAlarmDefinition>, (number | undefined)[], AlarmState]>([
  [
    'ALARM',
    'Threshold Crossed: 3 out of the last 3 datapoints [13.0 (05/01/26 00:02:00), 12.0 (05/01/26 00:01:00), 11.0 (05/01/26 00:00:00)] were greater than the threshold (10.0) (minimum 3 datapoints for OK -> ALARM transition).',
    {},
    [11, 12, 13],
    'OK',
  ],
  [
    'ALARM, M of N',
    'Threshold Crossed: 2 out of the last 3 datapoints [13.0 (05/01/26 00:02:00), 11.0 (05/01/26 00:00:00)] were greater than or equal to the threshold (11.0) (minimum 2 datapoints for OK -> ALARM transition).',
    { datapointsToAlarm: 2, comparison: 'GreaterThanOrEqualToThreshold', threshold: 11 },
    [11, 0, 13],
    'OK',
  ],
  [
    'OK',
    'Threshold Crossed: 1 out of the last 3 datapoints [0.0 (05/01/26 00:02:00)] was not less than the threshold (-1.5) (minimum 1 datapoint for ALARM -> OK transition).',
    { comparison: 'LessThanThreshold', threshold: -1.5 },
    [-2, -3, 0],
    'ALARM',
  ],
  [
    'M not told',
    'Threshold Crossed: 3 datapoints [13.0 (05/01/26 00:02:00), 12.0 (05/01/26 00:01:00), 11.0 (05/01/26 00:00:00)] were greater than the threshold (10.0).',
    { countsDatapoints: false },
    [11, 12, 13],
    'OK',
  ],
  [
    'five',
    'Threshold Crossed: 6 datapoints were less than or equal to the threshold (10.0). The most recent datapoints which crossed the threshold: [6.0 (05/01/26 00:05:00), 5.0 (05/01/26 00:04:00), 4.0 (05/01/26 00:03:00), 3.0 (05/01/26 00:02:00), 2.0 (05/01/26 00:01:00)].',
    { countsDatapoints: false, evaluationPeriods: 6, comparison: 'LessThanOrEqualToThreshold' },
    [1, 2, 3, 4, 5, 6],
    'OK',
  ],
  [
    'five of five',
    'Threshold Crossed: 5 out of the last 5 datapoints were greater than the threshold (10.0). The most recent datapoints which crossed the threshold: [15.0 (05/01/26 00:04:00), 14.0 (05/01/26 00:03:00), 13.0 (05/01/26 00:02:00), 12.0 (05/01/26 00:01:00), 11.0 (05/01/26 00:00:00)] (minimum 5 datapoints for OK -> ALARM transition).',
    { evaluationPeriods: 5 },
    [11, 12, 13, 14, 15],
    'OK',
  ],
  [
    'five, not crossed',
    'Threshold Crossed: 5 datapoints were not greater than the threshold (10.0). The most recent datapoints: [5.0 (05/01/26 00:04:00), 4.0 (05/01/26 00:03:00), 3.0 (05/01/26 00:02:00), 2.0 (05/01/26 00:01:00), 1.0 (05/01/26 00:00:00)].',
    { evaluationPeriods: 5, countsDatapoints: false },
    [1, 2, 3, 4, 5],
    'ALARM',
  ],
  [
    'only the newest N, and no gaps where there are none',
    'Threshold Crossed: 2 out of the last 2 datapoints [12.0 (05/01/26 00:02:00), 11.0 (05/01/26 00:01:00)] were greater than the threshold (10.0) (minimum 2 datapoints for OK -> ALARM transition).',
    { evaluationPeriods: 2, treatMissingData: 'notBreaching' },
    [10.5, 11, 12],
    'OK',
  ],
  [
    // such as a public log has it: three are needed, one is enough
    'fewer than M, where no more came',
    'Threshold Crossed: 1 out of the last 3 datapoints [20.0 (05/01/26 00:00:00)] was greater than the threshold (10.0) (minimum 3 datapoints for OK -> ALARM transition).',
    {},
    [20, undefined, undefined],
    'OK',
  ],
  [
    'nothing, breaching',
    'Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].',
    { evaluationPeriods: 2, treatMissingData: 'breaching' },
    [],
    'OK',
  ],
  [
    'nothing, not breaching',
    'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    { evaluationPeriods: 1, treatMissingData: 'notBreaching' },
    [],
    'ALARM',
  ],
  [
    'filled',
    'Threshold Crossed: 1 out of the last 3 datapoints [20.0 (05/01/26 00:00:00)] was greater than the threshold (10.0) and 2 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).',
    { datapointsToAlarm: 1, treatMissingData: 'notBreaching' },
    [20, undefined, undefined],
    'OK',
  ],
  ['insufficient', 'Insufficient Data: 3 datapoints were unknown.', {}, [], 'OK'],
  ['insufficient, one', 'Insufficient Data: 1 datapoint was unknown.', { evaluationPeriods: 1 }, [], 'OK'],
])('%s', (_, expected, changes, values, before) => {
  const alarm = perMinute(changes);
  expect(reasonAt(Math.max(values.length, 1), alarm, values, before)).toBe(expected);
});

test.each([
  ['GreaterThanThreshold', [false, false, true]],
  ['GreaterThanOrEqualToThreshold', [false, true, true]],
  ['LessThanThreshold', [true, false, false]],
  ['LessThanOrEqualToThreshold', [true, true, false]],
])('%s: below, at and above', (comparison, breaching) => {
  const alarm = perMinute({ comparison, evaluationPeriods: 1, threshold: 0.3 });
  const states = [0.2, 0.3, 0.4].map((value) => {
    const span = { start: START + MINUTE, end: START + MINUTE };
    return runMetricAlarm(alarm, storeWith([value]), span, 'INSUFFICIENT_DATA').changes[0]?.to === 'ALARM';
  });
  expect(states).toEqual(breaching);
});

describe('bands of expected values', () => {
  const band = (comparison: string) =>
    perMinute({
      ...{ kind: 'anomaly', comparison, threshold: undefined, bandId: 'band', evaluationPeriods: 1 },
      queries: [
        { id: 'm', metric: { ...METRIC, statistic: 'Average' }, returned: true },
        { id: 'band', expression: 'ANOMALY_DETECTION_BAND(m, 2)', returned: true },
      ],
    });
  const change = (comparison: string, value: number, before: AlarmState, isBanded = true) => {
    const store = storeWith([value]);
    if (isBanded) store.recordBand(METRIC, samplesOf([8]), samplesOf([4]));
    const span = { start: START + MINUTE, end: START + MINUTE };
    const [first] = runMetricAlarm(band(comparison), store, span, before).changes;
    return first && `${first.to} ${first.reason}`;
  };
  const BOTH = 'LessThanLowerOrGreaterThanUpperThreshold';

  test.each([
    [BOTH, 9, 'OK', 'ALARM'],
    [BOTH, 3, 'OK', 'ALARM'],
    [BOTH, 8, 'ALARM', 'OK'],
    [BOTH, 4, 'ALARM', 'OK'],
    ['GreaterThanUpperThreshold', 9, 'OK', 'ALARM'],
    ['GreaterThanUpperThreshold', 3, 'ALARM', 'OK'],
    ['LessThanLowerThreshold', 3, 'OK', 'ALARM'],
    ['LessThanLowerThreshold', 9, 'ALARM', 'OK'],
  ] as const)('%s, %i: from %s to %s', (comparison, value, before, after) => {
    expect(change(comparison, value, before)).toMatch(new RegExp(`^${after} `));
  });

  test.each([
    [undefined, [8], [4]],
    [6, [undefined], [4]],
    [6, [8], [undefined]],
  ])('nothing can be said of %p between %p and %p', (value, upper, lower) => {
    const store = storeWith([value]);
    store.recordBand(METRIC, samplesOf(upper), samplesOf(lower));
    const span = { start: START + MINUTE, end: START + MINUTE };
    expect(runMetricAlarm(band(BOTH), store, span, 'OK').changes.map(({ to }) => to)).toEqual(['INSUFFICIENT_DATA']);
  });

  test('only the side counts that is compared with', () => {
    const store = storeWith([9]);
    store.recordBand(METRIC, samplesOf([8]), []);
    const span = { start: START + MINUTE, end: START + MINUTE };
    expect(runMetricAlarm(band('GreaterThanUpperThreshold'), store, span, 'OK').changes.map(({ to }) => to)).toEqual([
      'ALARM',
    ]);
    store.recordBand(METRIC, [], samplesOf([10]));
    expect(runMetricAlarm(band('LessThanLowerThreshold'), store, span, 'OK').changes.map(({ to }) => to)).toEqual([
      'ALARM',
    ]);
  });

  test('reasons name the band', () => {
    expect(change(BOTH, 6, 'ALARM')).toBe(
      'OK Thresholds Crossed: 1 out of the last 1 datapoints [6.0 (05/01/26 00:00:00)] was not less than the lower thresholds [4.0] or not greater than the upper thresholds [8.0] (minimum 1 datapoint for ALARM -> OK transition).',
    );
    expect(change('GreaterThanUpperThreshold', 9, 'OK')).toContain(
      'was greater than the upper thresholds [8.0] (minimum',
    );
  });

  test('no band was recorded', () => {
    expect(() => change(BOTH, 6, 'ALARM', false)).toThrow("A band of 'm' that nobody recorded is not modelled.");
  });
});

test.each([
  [0, '0.0'],
  [20_000, '20000.0'],
  [0.05164275070031484, '0.05164275070031484'],
  [1e7, '1.0E7'],
  [12_345_678, '1.2345678E7'],
  [0.0001, '1.0E-4'],
  [-0.00025, '-2.5E-4'],
  [0.001, '0.001'],
])('%d is written as %s', (value, text) => {
  expect(asDouble(value)).toBe(text);
});
