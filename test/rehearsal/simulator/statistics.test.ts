import fc from 'fast-check';
import { runMetricAlarm } from '../../../lib/rehearsal/simulator/metric-alarm';
import { MetricStore } from '../../../lib/rehearsal/simulator/metric-store';
import { NotModelled } from '../../../lib/rehearsal/simulator/model';
import { periodsOf } from '../../../lib/rehearsal/simulator/periods';
import { type Sample, Samples } from '../../../lib/rehearsal/simulator/samples';
import { statisticNamed } from '../../../lib/rehearsal/simulator/statistic';
import { statisticsOfUnits, statisticsOver } from '../../../lib/rehearsal/simulator/statistics-over-periods';
import { alarmOn, at, DAY, evaluatedAt, HOUR, METRIC, MINUTE, START, samplesOf } from './worlds';

const samples = (...all: readonly Sample[]): Samples => {
  const column = new Samples();
  for (const sample of all) column.add(sample);
  return column;
};
const valuesOf = (...values: readonly number[]): Samples => samples(...values.map((value) => ({ time: 0, value })));
const say = (name: string, of: Samples): number => statisticNamed(name).of(of, 0, of.length);

describe('statistics', () => {
  const ten = valuesOf(7, 3, 10, 1, 9, 5, 2, 8, 4, 6);

  test.each([
    ['Sum', 55],
    ['Average', 5.5],
    ['Minimum', 1],
    ['Maximum', 10],
    ['SampleCount', 10],
    ['p50', 5],
    ['p90', 9],
    ['p99.9', 10],
    ['p0', 1],
    ['p100', 10],
    // "Statistics definitions" of CloudWatch's user guide: tm90 drops the highest tenth, TM(2%:98%) both ends
    ['tm90', 5],
    ['TM(20%:80%)', 5.5],
    ['TM(:80%)', 4.5],
    ['IQM', 5.5],
    ['tc90', 9],
    ['ts90', 45],
    ['wm90', 5.4],
    ['WM(20%:80%)', 5.3],
    ['WM(3:8)', 5.5],
  ])('%s', (name, expected) => {
    expect(say(name, ten)).toBeCloseTo(expected, 10);
  });

  test.each(['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'tm90', 'PR(:3)'])(
    '%s of nothing is missing',
    (name) => {
      expect(say(name, samples())).toBeNaN();
    },
  );

  test.each([
    ...['Median', 'p', 'P99', 'pr90', 'TM(1,2)', 'toString', '', 'xp90', 'p90x', 'p101', 'xiqm', 'iqmx'],
    ...['xtm90', 'tm90x', 'tm101', 'xTM(1:2)', 'TM(1:2)x'],
  ])("'%s' is none", (name) => {
    expect(() => statisticNamed(name)).toThrow(NotModelled);
    expect(() => statisticNamed(name)).toThrow(`The statistic '${name}' is not modelled.`);
  });

  test('percentages have fractions', () => {
    const many = valuesOf(...Array.from({ length: 10_000 }, (_, index) => index + 1));
    expect([say('p99.95', many), say('tc99.95', many), say('TC(:99.95%)', many)]).toEqual([9995, 9995, 9995]);
  });

  test('the mean of the middle half leaves out both ends', () => {
    expect(say('iqm', valuesOf(100, 1, 2, 3))).toBe(2.5);
  });

  test('values with counts may stand in any order', () => {
    const counted = samples({ time: 0, value: 30, count: 1 }, { time: 0, value: 10, count: 3 });
    expect([say('p50', counted), say('p80', counted)]).toEqual([10, 30]);
  });

  test('a value that was seen several times counts so often', () => {
    const weighted = samples({ time: 0, value: 1, count: 8 }, { time: 0, value: 100, count: 2 });
    const all = valuesOf(1, 1, 1, 1, 1, 1, 1, 1, 100, 100);
    for (const name of [
      'Sum',
      'Average',
      'SampleCount',
      'p50',
      'p80',
      'p81',
      'tm90',
      'TM(10%:85%)',
      'PR(:50)',
      'wm80',
      'TS(5:)',
    ]) {
      expect([name, say(name, weighted)]).toEqual([name, say(name, all)]);
    }
  });

  test('statistic sets have extremes, and percentiles only if all their values are the same', () => {
    const set = samples({ time: 0, value: 5, count: 4, minimum: 1, maximum: 9 });
    expect(['Sum', 'Average', 'SampleCount', 'Minimum', 'Maximum'].map((name) => say(name, set))).toEqual([
      20, 5, 4, 1, 9,
    ]);
    expect(say('p50', set)).toBeNaN();
    expect(say('p50', samples({ time: 0, value: 5, count: 4, minimum: 5, maximum: 5 }))).toBe(5);
    // neither do those of other periods matter, nor do sets that came before take anything from single values
    const before = samples({ time: 0, value: 5, count: 4, minimum: 1, maximum: 9 }, { time: 60, value: 7 });
    expect(statisticNamed('p50').of(before, 1, 2)).toBe(7);
    expect(statisticNamed('Minimum').of(before, 1, 2)).toBe(7);
    const after = samples({ time: 0, value: 7 }, { time: 60, value: 5, count: 4, minimum: 1, maximum: 9 });
    expect(statisticNamed('p50').of(after, 0, 1)).toBe(7);
  });
});

describe('samples', () => {
  test('are kept in order of time, with all that belongs to them', () => {
    const column = samples(
      { time: 30, value: 3, count: 2 },
      { time: 10, value: 1 },
      { time: 20, value: 2, minimum: 1, maximum: 4 },
    );
    expect(
      [column.times, column.values, column.counts, column.minima, column.maxima].map((each) => [...(each ?? [])]),
    ).toEqual([
      [10, 20, 30],
      [1, 2, 3],
      [1, 1, 2],
      [1, 1, 3],
      [1, 4, 3],
    ]);
    expect([column.indexAt(10), column.indexAt(11), column.indexAt(31)]).toEqual([0, 1, 3]);
  });

  test('are many', () => {
    const column = samples(
      ...Array.from({ length: 1000 }, (_, index) => ({ time: index, value: index, count: 1 + (index % 2) })),
    );
    expect([column.length, column.values.at(-1), column.counts?.at(-1), column.counts?.[998]]).toEqual([
      1000, 999, 2, 1,
    ]);
  });
});

describe('the store', () => {
  test('distinguishes metrics by all their dimensions, in any order', () => {
    const store = new MetricStore();
    store.record({ ...METRIC, dimensions: { a: '1', b: '2' } }, samplesOf([1]));
    expect(store.samplesByUnit({ ...METRIC, dimensions: { b: '2', a: '1' } })[0]?.length).toBe(1);
    expect(store.samplesByUnit({ ...METRIC, dimensions: { a: '1' } })).toEqual([]);
    expect(store.has(METRIC)).toBe(false);
    expect(store.metrics).toEqual([{ ...METRIC, dimensions: { a: '1', b: '2' } }]);
  });

  test('distinguishes units where a unit is given', () => {
    const store = new MetricStore();
    store.record(METRIC, samplesOf([1]), 'Seconds');
    store.record(METRIC, samplesOf([2, 3]), 'Count');
    store.record(METRIC, samplesOf([4]));
    const seen = (unit?: string) => store.samplesByUnit(METRIC, unit).map(({ values }) => [...values].sort());
    expect([seen('Seconds'), seen('Bytes')]).toEqual([[[1, 4]], [[4]]]);
    // an alarm on any unit sees one of them, never their sum
    expect(seen()).toEqual([
      [2, 3, 4],
      [1, 4],
    ]);
    store.record(METRIC, samplesOf([5]));
    expect(seen()[0]).toEqual([2, 3, 4, 5]);
  });

  test('gives one unit in each period to who asks for none', () => {
    const store = new MetricStore();
    store.record(METRIC, [{ time: START, value: 60 }], 'Seconds');
    store.record(METRIC, [{ time: START, value: 60_000 }], 'Milliseconds');
    store.record(METRIC, [{ time: START + MINUTE, value: 61 }], 'Seconds');
    const periods = periodsOf(alarmOn({ periodSeconds: MINUTE }), 2, { start: START + 120, end: START + 120 });
    expect([...statisticsOfUnits(store.samplesByUnit(METRIC), 'Sum', periods)]).toEqual([60_000, 61]);
  });
});

describe('periods', () => {
  const STATISTICS = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'TM(20%:80%)', 'TC(:3)'];

  test('that overlap, or keep to a clock, say what each of them says alone', () => {
    const sample = fc.record({
      time: fc.integer({ min: START - 2 * HOUR, max: START + HOUR }),
      value: fc.integer({ min: -50, max: 50 }),
      count: fc.integer({ min: 1, max: 3 }),
      spread: fc.constantFrom(0, 0, 0, 1),
    });
    fc.assert(
      fc.property(
        fc.array(sample, { maxLength: 60 }),
        fc.constantFrom(60, 120, 300, 900, 420),
        fc.boolean(),
        (all, periodSeconds, byTheClock) => {
          const column = samples(
            ...all.map(({ spread, ...each }) => ({
              ...each,
              minimum: each.value - spread,
              maximum: each.value + spread,
            })),
          );
          const wallClock = byTheClock ? { timeZone: 'America/New_York' } : undefined;
          const periods = periodsOf(alarmOn({ periodSeconds, wallClock }), 5, { start: START, end: START + HOUR });
          for (const name of STATISTICS) {
            const alone = Array.from({ length: periods.length }, (_, index) =>
              statisticNamed(name).of(
                column,
                column.indexAt(periods.startOf(index)),
                column.indexAt(periods.endOf(index)),
              ),
            );
            expect([...statisticsOver(column, name, periods)].map(String)).toEqual(alone.map(String));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('sums lose nothing to rounding', () => {
    const column = samples(
      ...Array.from({ length: 60 }, (_, minute) => ({ time: START + minute * MINUTE, value: minute < 30 ? 0.1 : 0 })),
    );
    const periods = periodsOf(alarmOn({ periodSeconds: 300 }), 1, {
      start: START + 40 * MINUTE,
      end: START + 50 * MINUTE,
    });
    expect(new Set(statisticsOver(column, 'Sum', periods))).toEqual(new Set([0]));
  });

  test.each([
    [60, 1, 60],
    [300, 3, 60],
    [10, 3, 10],
    [30, 1, 10],
    [HOUR, 24, 60],
    [HOUR, 25, HOUR],
    [DAY, 2, HOUR],
    [300, 300, HOUR],
  ])('%i s, N = %i: evaluated each %i s', (periodSeconds, evaluationPeriods, cadence) => {
    const { endOf, first, every } = periodsOf(alarmOn({ periodSeconds, evaluationPeriods }), 5, {
      start: START,
      end: START + DAY,
    });
    expect([endOf(first) - START, endOf(first + every) - endOf(first)]).toEqual([0, cadence]);
  });

  const clock = (timeZone: string, periodSeconds: number, start: string, end: string, range = 1) => {
    const alarm = alarmOn({ periodSeconds, wallClock: { timeZone } });
    const { first, length, startOf } = periodsOf(alarm, range, { start: at(start), end: at(end) });
    return Array.from({ length: length - first }, (_, nth) =>
      new Date(startOf(first + nth) * 1000).toISOString().slice(0, 16),
    );
  };

  test('by the clock begin where those of the clock do', () => {
    expect(clock('UTC', HOUR, '2026-01-05T10:20:00Z', '2026-01-05T12:30:00Z')).toEqual([
      '2026-01-05T09:00',
      '2026-01-05T10:00',
      '2026-01-05T11:00',
    ]);
    expect(clock('+05:30', DAY, '2026-01-05T10:00:00Z', '2026-01-06T20:00:00Z')).toEqual([
      '2026-01-03T18:30',
      '2026-01-04T18:30',
      '2026-01-05T18:30',
    ]);
    // what ends with the span's beginning is over
    expect(clock('UTC', HOUR, '2026-01-05T10:00:00Z', '2026-01-05T10:00:00Z')).toEqual(['2026-01-05T09:00']);
    expect(clock('UTC', 60, '2026-01-05T10:00:30Z', '2026-01-05T10:01:00Z')).toEqual([
      '2026-01-05T09:59',
      '2026-01-05T10:00',
    ]);
    // weeks begin on Monday
    expect(clock('UTC', 7 * DAY, '2026-01-07T00:00:00Z', '2026-01-12T00:03:00Z')).toEqual([
      '2025-12-29T00:00',
      '2026-01-05T00:00',
    ]);
    expect(clock('America/New_York', DAY, '2026-01-05T12:00:00Z', '2026-01-05T12:00:00Z')).toEqual([
      '2026-01-04T05:00',
    ]);
  });

  test('by a clock that is behind UTC have enough behind them', () => {
    expect(clock('America/New_York', HOUR, '2026-01-05T10:20:00Z', '2026-01-05T11:00:00Z', 3)).toEqual([
      '2026-01-05T09:00',
      '2026-01-05T10:00',
    ]);
  });

  test.each([
    ['-05:00', '2026-01-04T05:00'],
    ['-0500', '2026-01-04T05:00'],
    ['UTC-05:00', '2026-01-04T05:00'],
    ['+0530', '2026-01-03T18:30'],
  ])('by a clock that is %s', (timeZone, day) => {
    expect(clock(timeZone, DAY, '2026-01-05T12:00:00Z', '2026-01-05T12:00:00Z')).toEqual([day]);
  });

  test.each(['Mars/Olympus', '+05:300', 'x+05:30', ''])("by a clock of '%s' are not modelled", (timeZone) => {
    expect(() => clock(timeZone, DAY, '2026-01-05T12:00:00Z', '2026-01-05T12:00:00Z')).toThrow(
      new NotModelled(`The time zone '${timeZone}'`),
    );
  });

  test('by the clock that span days are looked at in the hour that follows', () => {
    // midnight in Delhi is 18:30 UTC
    const daily = (evaluationPeriods: number) => {
      const alarm = alarmOn({ periodSeconds: DAY, evaluationPeriods, wallClock: { timeZone: 'Asia/Kolkata' } });
      const periods = periodsOf(alarm, evaluationPeriods, {
        start: at('2026-01-05T18:45:00Z'),
        end: at('2026-01-07T18:45:00Z'),
      });
      return Array.from({ length: periods.length - periods.first }, (_, nth) =>
        new Date(periods.evaluatedAt(periods.first + nth) * 1000).toISOString().slice(5, 16),
      );
    };
    expect(daily(1)).toEqual(['01-05T18:30', '01-06T18:30', '01-07T18:30']);
    expect(daily(2)).toEqual(['01-04T19:03', '01-05T19:03', '01-06T19:03']);
  });

  test('by a clock that is set are an hour shorter or longer', () => {
    expect(clock('Europe/Berlin', DAY, '2026-03-29T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '2026-03-27T23:00',
      '2026-03-28T23:00',
    ]);
    expect(clock('Europe/Berlin', DAY, '2026-10-25T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual([
      '2026-10-23T22:00',
      '2026-10-24T22:00',
    ]);
  });

  test('by a clock that is set forward have no hour that it skips', () => {
    expect(clock('Europe/Berlin', HOUR, '2026-03-29T00:00:00Z', '2026-03-29T03:00:00Z')).toEqual([
      ...['2026-03-28T23:00', '2026-03-29T00:00', '2026-03-29T01:00', '2026-03-29T02:00'],
    ]);
  });

  test('by the clock look at nothing but complete periods', () => {
    const store = new MetricStore();
    store.record(METRIC, [{ time: at('2026-01-05T10:30:00Z'), value: 20 }]);
    const alarm = alarmOn({
      periodSeconds: HOUR,
      evaluationPeriods: 1,
      wallClock: { timeZone: 'UTC' },
      treatMissingData: 'notBreaching',
    });
    const { changes } = runMetricAlarm(alarm, store, {
      start: at('2026-01-05T09:30:00Z'),
      end: at('2026-01-05T13:30:00Z'),
    });
    expect(
      changes.map(({ time, to, ground }) => [new Date(time * 1000).toISOString().slice(11, 16), to, ground]),
    ).toEqual([
      ['09:30', 'OK', 'documented'],
      ['11:00', 'ALARM', 'documented'],
      ['12:00', 'OK', 'documented'],
    ]);
  });
});

describe('percentiles of few samples', () => {
  const slow = (ignoresLowSamples: boolean) => alarmOn({ evaluationPeriods: 1, ignoresLowSamples }, 'p50');
  const seen = (count: number) => {
    const store = new MetricStore();
    store.record(METRIC, [{ time: START, value: 20, count }]);
    return store;
  };

  // "Percentile-based alarms and low data samples": 10 / (1 - 0.5) samples
  test.each([
    [19, true, 'OK'],
    [20, true, 'ALARM'],
    [19, false, 'ALARM'],
  ])('%i samples, ignored: %p', (count, ignores, expected) => {
    expect(evaluatedAt(START + 300, slow(ignores), seen(count), 'OK')).toBe(expected);
  });

  test.each([
    ['p99', 999, 1000],
    ['p10', 99, 100],
  ])('%s takes more than %i', (statistic, few, enough) => {
    const alarm = alarmOn({ evaluationPeriods: 1, ignoresLowSamples: true }, statistic);
    expect([few, enough].map((count) => evaluatedAt(START + 300, alarm, seen(count), 'OK'))).toEqual(['OK', 'ALARM']);
  });
});

describe('warm-up', () => {
  const store = () => {
    const all = new MetricStore();
    all.record(METRIC, samplesOf(Array.from({ length: 60 }, () => 20)));
    return all;
  };
  const alarm = (whole: boolean) =>
    alarmOn({ periodSeconds: MINUTE, evaluationPeriods: 3, warmUp: { minutes: 10, whole } });
  const first = (whole: boolean, given?: 'OK') => {
    const { changes } = runMetricAlarm(alarm(whole), store(), { start: START, end: START + HOUR }, given);
    return ((changes[0]?.time ?? 0) - START) / MINUTE;
  };

  test('lasts until its end or until there are enough data, and not for what is not new', () => {
    expect([first(false), first(true), first(true, 'OK')]).toEqual([3, 10, 0]);
  });
});
