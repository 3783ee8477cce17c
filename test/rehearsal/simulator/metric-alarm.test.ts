import { runMetricAlarm } from '../../../lib/rehearsal/simulator/metric-alarm';
import { MetricStore } from '../../../lib/rehearsal/simulator/metric-store';
import { type MetricAlarmDefinition, NotModelled } from '../../../lib/rehearsal/simulator/model';
import { alarmOn, evaluatedAt, METRIC, MINUTE, pattern, START, samplesOf, storeWith } from './worlds';

const perMinute = (changes: Partial<MetricAlarmDefinition> = {}, statistic?: string) =>
  alarmOn({ periodSeconds: MINUTE, ...changes }, statistic);

/** The change of state at the end of a pattern of minutes. */
function changeAfter(points: string, alarm: MetricAlarmDefinition, before: 'OK' | 'ALARM' = 'OK') {
  const time = START + points.length * MINUTE;
  return runMetricAlarm(alarm, storeWith(pattern(points)), { start: time, end: time }, before).changes[0];
}

test('an alarm without a given state is new', () => {
  const { initial, changes } = runMetricAlarm(perMinute(), storeWith([]), { start: START, end: START + 5 * MINUTE });
  expect({ initial, changes: [...changes] }).toEqual({ initial: 'INSUFFICIENT_DATA', changes: [] });
});

test('what is ignored keeps the state, time and again', () => {
  const alarm = perMinute({ treatMissingData: 'ignore' });
  const span = { start: START, end: START + 30 * MINUTE };
  expect(runMetricAlarm(alarm, storeWith([]), span, 'ALARM').changes).toEqual([]);
});

test.each([undefined, 0, -60])('a period of %p is not modelled', (periodSeconds) => {
  const run = () => evaluatedAt(START, alarmOn({ periodSeconds }), storeWith([]));
  expect(run).toThrow(NotModelled);
  expect(run).toThrow('An alarm without a period is not modelled.');
});

test.each<[string, number, MetricAlarmDefinition['queries']]>([
  ['no query', 0, []],
  ['two queries', 2, ['a', 'b'].map((id) => ({ id, metric: { ...METRIC, statistic: 'Sum' }, returned: true }))],
])('an alarm that returns %s is not modelled', (_, count, queries) => {
  expect(() => evaluatedAt(START, perMinute({ queries }), storeWith([]))).toThrow(
    `An alarm that returns ${count} queries is not modelled.`,
  );
});

test('an alarm on several series is not modelled', () => {
  const queries = [
    { id: 'e', expression: '[m, m]', returned: true },
    { id: 'm', metric: { ...METRIC, statistic: 'Sum' }, returned: false },
  ];
  expect(() => evaluatedAt(START, perMinute({ queries }), storeWith([]))).toThrow(
    'An alarm on several time series is not modelled.',
  );
});

describe('the ground of a change', () => {
  test.each<[string, string, Partial<MetricAlarmDefinition>, 'OK' | 'ALARM', string, string]>([
    ['the newest N points are there', 'XXX', {}, 'OK', 'ALARM', 'documented'],
    ['the newest N of more', '00-XXX', {}, 'OK', 'ALARM', 'documented'],
    ['a range of which nothing is known', 'XX-X', {}, 'OK', 'ALARM', 'assumed'],
    ['a range that was measured', '00-------', { evaluationPeriods: 2 }, 'ALARM', 'INSUFFICIENT_DATA', 'observed'],
    ['no data at all', '----------', { evaluationPeriods: 1 }, 'ALARM', 'INSUFFICIENT_DATA', 'observed'],
    ['few and young breaching points', '-----X', { evaluationPeriods: 2 }, 'OK', 'INSUFFICIENT_DATA', 'assumed'],
  ])('%s: %s', (_, points, changes, before, to, ground) => {
    expect(changeAfter(points, perMinute(changes), before)).toMatchObject({ to, ground });
  });

  test('AWS documents the range of three periods of five minutes', () => {
    const store = storeWith(pattern('X-XX'), { interval: 300 });
    const time = START + 4 * 300;
    expect(runMetricAlarm(alarmOn(), store, { start: time, end: time }, 'OK').changes[0]).toMatchObject({
      to: 'ALARM',
      ground: 'documented',
    });
  });
});

describe('few samples', () => {
  const alarm = perMinute({ evaluationPeriods: 2, ignoresLowSamples: true, treatMissingData: 'breaching' }, 'p50');
  const counted = (...counts: readonly number[]) => {
    const store = new MetricStore();
    store.record(
      METRIC,
      counts.flatMap((count, minute) => (count === 0 ? [] : [{ time: START + minute * MINUTE, value: 20, count }])),
    );
    return evaluatedAt(START + counts.length * MINUTE, alarm, store, 'OK');
  };

  test('are those of the newest N periods', () => {
    expect([counted(50, 50, 9, 10), counted(50, 50, 10, 10), counted(0, 0, 0, 20)]).toEqual(['OK', 'ALARM', 'ALARM']);
  });

  test('are not none: then missing data decide', () => {
    expect(counted(0, 0, 0, 0)).toBe('ALARM');
  });

  test('matter to percentiles only, also beside metric math', () => {
    const sum = perMinute({ evaluationPeriods: 1, ignoresLowSamples: true }, 'Sum');
    expect(evaluatedAt(START + MINUTE, sum, storeWith([20]), 'OK')).toBe('ALARM');
    const math = perMinute({
      ...{ evaluationPeriods: 1, ignoresLowSamples: true },
      queries: [
        { id: 'e', expression: 'm * 1', returned: true },
        { id: 'm', metric: { ...METRIC, statistic: 'p50' }, returned: false },
      ],
    });
    expect(evaluatedAt(START + MINUTE, math, storeWith([20]), 'OK')).toBe('OK');
  });
});

test('a warm-up that ends early takes N points without a gap', () => {
  const alarm = perMinute({ treatMissingData: 'notBreaching', warmUp: { minutes: 20, whole: false } });
  const changed = (points: string) =>
    runMetricAlarm(alarm, storeWith(pattern(points)), { start: START, end: START + 30 * MINUTE }).changes.map(
      ({ time }) => (time - START) / MINUTE,
    )[0];
  expect([changed('000'), changed('00-000'), changed('00-00-00'), changed('')]).toEqual([3, 6, 20, 20]);
});

test('a warm-up that is longer than the time leaves it new', () => {
  const alarm = perMinute({ treatMissingData: 'notBreaching', warmUp: { minutes: 60, whole: true } });
  expect(runMetricAlarm(alarm, storeWith([]), { start: START, end: START + 5 * MINUTE }).changes).toEqual([]);
});

describe('what an alarm observed', () => {
  const span = { start: START + MINUTE, end: START + 4 * MINUTE };
  const queries = (expression: string) => [
    { id: 'e', expression, returned: true },
    { id: 'm', metric: { ...METRIC, statistic: 'Sum' }, returned: false },
  ];
  const read = (alarm: MetricAlarmDefinition, store = storeWith([1, 2, undefined, 4])) => {
    const { times, values, threshold, band } = runMetricAlarm(alarm, store, span).observed?.() ?? {};
    return {
      times: [...(times ?? [])].map((time) => (time - START) / MINUTE),
      values: [...(values ?? [])],
      threshold,
      band: band?.map((side) => [...side]),
    };
  };

  test('is what was compared at each evaluation', () => {
    expect(read(perMinute())).toEqual({
      times: [1, 2, 3, 4],
      values: [1, 2, Number.NaN, 4],
      threshold: 10,
      band: undefined,
    });
    expect(read(perMinute({ queries: queries('m * 2') })).values).toEqual([2, 4, Number.NaN, 8]);
  });

  test('is the newest of each evaluation, where it has values of its own', () => {
    expect(read(perMinute({ queries: queries('RUNNING_SUM(m)') }))).toMatchObject({
      times: [1, 2, 3, 4],
      values: [1, 3, Number.NaN, 7],
      threshold: 10,
    });
  });

  test('has the band that was recorded', () => {
    const store = storeWith([1, 2, 3, 4]);
    store.recordBand(METRIC, samplesOf([5, 6, 7, 8]), samplesOf([0, 1, 2, 3]));
    const banded = perMinute({
      ...{ kind: 'anomaly', threshold: undefined, bandId: 'band', comparison: 'GreaterThanUpperThreshold' },
      queries: [
        { id: 'm', metric: { ...METRIC, statistic: 'Sum' }, returned: true },
        { id: 'band', expression: 'ANOMALY_DETECTION_BAND(m, 2)', returned: true },
      ],
    });
    expect(read(banded, store)).toMatchObject({
      threshold: undefined,
      band: [
        [5, 6, 7, 8],
        [0, 1, 2, 3],
      ],
    });
  });
});

test('what nobody reads is the same for each evaluation, unless the clock is read', () => {
  const queries = (expression: string) => [
    { id: 'e', expression, returned: true },
    { id: 'm', metric: { ...METRIC, statistic: 'Sum' }, returned: false },
  ];
  const span = { start: START, end: START + 20 * MINUTE };
  const changes = (expression: string) =>
    runMetricAlarm(
      perMinute({ queries: queries(expression), evaluationPeriods: 1 }),
      storeWith([]),
      span,
      'OK',
    ).changes.map(({ time, to }) => [(time - START) / MINUTE, to]);
  expect(changes('RUNNING_SUM(m)')).toEqual([[0, 'INSUFFICIENT_DATA']]);
  expect(changes('FILL(m, 20)')).toEqual([[0, 'ALARM']]);
  // a minute is named by its beginning
  expect(changes('MINUTE(m) + 0 * RUNNING_SUM(m)')).toEqual([
    [0, 'ALARM'],
    [1, 'OK'],
    [12, 'ALARM'],
  ]);
});

test.each([
  [{ comparison: 'Above' }, "The comparison 'Above'"],
  [{ treatMissingData: 'never' }, "The treatment 'never' of missing data"],
  [{ threshold: undefined }, 'A threshold that is unresolved'],
  [{ periodSeconds: undefined }, 'An alarm without a period'],
])('%j is not modelled', (changes, what) => {
  expect(() => evaluatedAt(START, perMinute(changes), storeWith([]))).toThrow(`${what} is not modelled.`);
});

test('what math that looks around observed is that of each evaluation', () => {
  const queries = [
    { id: 'e', expression: 'm / MAX(m)', returned: true },
    { id: 'm', metric: { ...METRIC, statistic: 'Sum' }, returned: false },
  ];
  const span = { start: START + MINUTE, end: START + 4 * MINUTE };
  const observed = runMetricAlarm(perMinute({ queries }), storeWith([4, 2, 8, 4]), span).observed?.();
  expect([...(observed?.values ?? [])]).toEqual([1, 0.5, 1, 0.5]);
});
