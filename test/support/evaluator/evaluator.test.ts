import fc from 'fast-check';
import { holds } from './composite-alarm';
import { History } from './history';
import { type Series, seriesOf } from './metric-math';
import { evaluationRange, type Point, verdict } from './missing-data';
import type { MetricAlarm } from './model';
import { FORMERLY_PUBLISHED, NOT_YET_ALARMING, PUBLISHED } from './published-tables';
import { statisticOf } from './statistics';
import { Timeline } from './timeline';

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const none = undefined;

describe('missing data', () => {
  const cells = [...PUBLISHED, ...FORMERLY_PUBLISHED].flatMap(({ rows, ...requirement }) =>
    rows.flatMap((row) => TREATMENTS.map((treatMissingData) => ({ ...requirement, row, treatMissingData }))),
  );

  test('the published tables have 40 cells', () => {
    expect(PUBLISHED.flatMap(({ rows }) => rows).length * TREATMENTS.length).toBe(40);
  });

  test.each(cells)(
    '$datapointsToAlarm of $evaluationPeriods, $row.points, $treatMissingData',
    ({ row, ...requirement }) => {
      expect(verdict([...row.points] as Point[], requirement)).toBe(row[requirement.treatMissingData]);
    },
  );

  test.each(NOT_YET_ALARMING)('%s does not alarm before three periods have passed', (points) => {
    const requirement = { datapointsToAlarm: 3, evaluationPeriods: 3, treatMissingData: 'missing' };
    expect(verdict([...points] as Point[], requirement)).not.toBe('ALARM');
  });

  const point = fc.constantFrom<Point>('X', '0', '-');
  const requirement = fc.integer({ min: 1, max: 8 }).chain((evaluationPeriods) =>
    fc.record({
      evaluationPeriods: fc.constant(evaluationPeriods),
      datapointsToAlarm: fc.integer({ min: 1, max: evaluationPeriods }),
      treatMissingData: fc.constantFrom(...TREATMENTS),
    }),
  );

  test('with enough data, only the newest points count, whatever missing data are', () => {
    fc.assert(
      fc.property(requirement, fc.array(point, { maxLength: 10 }), (asked, older) => {
        const newest = Array.from({ length: asked.evaluationPeriods }, (_, index): Point => (index % 2 ? 'X' : '0'));
        const breaching = newest.filter((each) => each === 'X').length;
        expect(verdict([...older, ...newest], asked)).toBe(breaching >= asked.datapointsToAlarm ? 'ALARM' : 'OK');
      }),
    );
  });

  test('one more breaching point never ends an alarm', () => {
    fc.assert(
      fc.property(requirement, fc.array(point, { minLength: 1, maxLength: 12 }), fc.nat(), (asked, points, at) => {
        const index = at % points.length;
        fc.pre(points[index] === '0' && verdict(points, asked) === 'ALARM');
        expect(verdict(points.with(index, 'X'), asked)).toBe('ALARM');
      }),
    );
  });

  // the public field records that AWS's documentation does not explain
  test.each([
    { periods: 3, seconds: 300, range: 5 },
    { periods: 8, seconds: 900, range: 10 },
    { periods: 1, seconds: 60, range: 6 },
    { periods: 2, seconds: 60, range: 7 },
    { periods: 1, seconds: 86_400, range: 3 },
  ])('$periods periods of $seconds s are looked for in $range', ({ periods, seconds, range }) => {
    expect(evaluationRange(periods, seconds)).toBe(range);
  });
});

describe('statistics', () => {
  test.each([
    ['Sum', 10],
    ['Average', 2.5],
    ['Minimum', 1],
    ['Maximum', 4],
    ['SampleCount', 4],
    ['p50', 2],
    ['p99', 4],
  ])('%s', (statistic, value) => {
    expect(statisticOf(statistic, [4, 1, 3, 2])).toBe(value);
    expect(statisticOf(statistic, [])).toBeUndefined();
  });
});

describe('metric math', () => {
  const math = (expression: string, metrics: Record<string, Series>): Series =>
    seriesOf('e', {
      periodSeconds: 60,
      metrics: new Map(Object.entries(metrics)),
      expressions: new Map([['e', expression]]),
    });
  const pair = { a: [30, 20, 0, 0], b: [20, none, 20, none] };
  const gaps = { c: [1, 1, 0, 0, none], y: [30, none, 0, 0, 30], n: [0, 0, 20, none, 20] };
  const m = [2, none, 6, 4];

  test.each<[string, Record<string, Series>, Series]>([
    // examples of "Using math expressions with CloudWatch metrics"
    ['a < b', pair, [0, 0, 1, 0]],
    ['a >= 30', pair, [1, 0, 0, 0]],
    ['a > 15 AND b > 15', pair, [1, 0, 0, 0]],
    ['IF(c, y, n)', gaps, [30, 0, 20, none, none]],
    ['IF(c, 5, n)', gaps, [5, 5, 20, none, none]],
    ['IF(c, y, 5)', gaps, [30, 0, 5, 5, none]],
    ['IF(c, y)', gaps, [30, 0, none, none, none]],
    // its rules
    ['a / b', { a: [1, 1, none], b: [2, 0, none] }, [0.5, none, none]],
    ['100 * a / b', { a: [none], b: [4] }, [0]],
    ['a > 15 OR b > 15', pair, [1, 1, 1, 0]],
    ['m + 2 * 3 ^ 2', { m }, [20, none, 24, 22]],
    ['-(m - 1) - 1', { m }, [-2, none, -6, -4]],
    ['m / SUM(m)', { m }, [2 / 12, none, 0.5, 4 / 12]],
    // what is missing counts as 0
    ['m - AVG(m)', { m }, [-1, none, 3, 1]],
    ['m - MIN(m)', { m }, [0, none, 4, 2]],
    ['m / MAX(m)', { m }, [2 / 6, none, 1, 4 / 6]],
    ['m * 0 + STDDEV(m) ^ 2', { m }, [5, none, 5, 5].map((v) => v && expect.closeTo(v)) as Series],
    ['m * 0 + DATAPOINT_COUNT(m)', { m }, [3, none, 3, 3]],
    ['m / PERIOD(m)', { m }, [2 / 60, none, 0.1, 4 / 60]],
    ['DIFF(m)', { m }, [none, none, 4, -2]],
    ['DIFF_TIME(m)', { m }, [none, none, 120, 60]],
    ['RUNNING_SUM(m)', { m }, [2, none, 8, 12]],
    ['SUM([a, b])', pair, [50, 20, 20, 0]],
    ['MAX([a, b])', pair, [30, 20, 20, 0]],
    ['MIN([a, b])', pair, [20, 20, 0, 0]],
    ['m / MAX(IF(m > 9, m))', { m }, [none, none, none, none]],
  ])('%s', (expression, metrics, expected) => {
    expect(math(expression, metrics)).toEqual(expected);
  });

  test.each(['SUM(m)', 'm +', 'm m', '(m', 'm $ 2', 'NEW(m)', 'other'])('%s is refused', (expression) => {
    expect(() => math(expression, { m })).toThrow();
  });
});

describe('alarms', () => {
  const metric = { namespace: 'N', name: 'M', dimensions: [{ Name: 'D', Value: 'v' }] };
  const alarm: MetricAlarm = {
    AlarmName: 'high',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 10,
    EvaluationPeriods: 1,
    TreatMissingData: 'notBreaching',
    Namespace: metric.namespace,
    MetricName: metric.name,
    Dimensions: metric.dimensions,
    Period: 300,
    Statistic: 'Sum',
  };

  test('periods slide with the minute, and end where it begins', () => {
    // GIVEN
    const history = new History();
    history.record(metric, 100, 5);
    history.record(metric, 104, 5);
    history.record(metric, 106, 0);

    // WHEN
    const states = new Timeline([alarm], history).play('high', 104, 108);

    // THEN: only the period that begins at minute 100 holds both
    expect(states).toEqual(['OK', 'ALARM', 'OK', 'OK']);
  });

  test('too few samples keep the state', () => {
    // GIVEN
    const history = new History();
    history.record(metric, 0, ...Array.from({ length: 20 }, () => 20));
    history.record(metric, 300, ...Array.from({ length: 19 }, () => 0));
    const median = { ...alarm, Statistic: none, ExtendedStatistic: 'p50', EvaluateLowSampleCountPercentile: 'ignore' };
    const timeline = new Timeline([median], history);

    // WHEN
    const states = [5, 305].map((minute) => timeline.evaluate(minute).get('high'));

    // THEN
    expect(states).toEqual(['ALARM', 'ALARM']);
  });

  test('a composite follows the alarms that it names', () => {
    const history = new History();
    history.record(metric, 0, 10);
    const either = { AlarmName: 'either', AlarmRule: 'ALARM("high") OR ALARM(never)' };
    const never = { ...alarm, AlarmName: 'never', Threshold: 1000 };

    expect(new Timeline([either, alarm, never], history).evaluate(5).get('either')).toBe('ALARM');
  });

  test.each([
    ['NOT ALARM(a) AND (OK(b) OR FALSE)', true],
    ['ALARM("a") OR OK("b") AND FALSE', false],
    ['INSUFFICIENT_DATA(c) AND NOT (ALARM(a))', true],
  ])('%s', (rule, expected) => {
    expect(holds(rule, (name) => (name === 'c' ? 'INSUFFICIENT_DATA' : 'OK'))).toBe(expected);
  });

  test('a lower threshold never silences an alarm on a high value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 4 }),
        (values, threshold, datapointsToAlarm) => {
          const history = new History();
          for (const [minute, value] of values.entries()) history.record(metric, minute, value);
          const play = (Threshold: number) =>
            new Timeline(
              [{ ...alarm, Threshold, Period: 60, EvaluationPeriods: 5, DatapointsToAlarm: datapointsToAlarm }],
              history,
            ).play('high', 0, values.length + 10);
          const [lower, higher] = [play(threshold - 1), play(threshold)];
          expect(lower.filter((state, minute) => state !== 'ALARM' && higher[minute] === 'ALARM')).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
