import { MathError, parseExpression } from '../../../lib/rehearsal/simulator/math/expression';
import { compile } from '../../../lib/rehearsal/simulator/math/program';
import { NotModelled } from '../../../lib/rehearsal/simulator/model';
import type { Gappy } from '../../support/evaluator/slow-math';
import { math, queriesFor } from './formulas';
import { at } from './worlds';

const none = undefined;

describe('as AWS documents it', () => {
  // the examples of "Using math expressions with CloudWatch metrics"
  const pair = { m1: [30, 20, 0, 0], m2: [20, none, 20, none] };
  const gaps = { c: [1, 1, 0, 0, none], y: [30, none, 0, 0, 30], n: [0, 0, 20, none, 20] };

  test.each<[string, Record<string, Gappy>, Gappy]>([
    ['m1 < m2', pair, [0, 0, 1, 0]],
    ['m1 >= 30', pair, [1, 0, 0, 0]],
    ['m1 > 15 AND m2 > 15', pair, [1, 0, 0, 0]],
    ['IF(c, y, n)', gaps, [30, 0, 20, none, none]],
    ['IF(c, 5, n)', gaps, [5, 5, 20, none, none]],
    ['IF(c, y, 5)', gaps, [30, 0, 5, 5, none]],
    ['IF(c, 7, 2)', gaps, [7, 7, 2, 2, none]],
    ['IF(c, y)', gaps, [30, 0, none, none, none]],
    ['IF(1, y, n)', gaps, [30, none, 0, 0, 30]],
    ['IF(0, y, n)', gaps, [0, 0, 20, none, 20]],
    ['IF(0, y)', gaps, [none, none, none, none, none]],
    ['IF(y < 10, 10, 2)', gaps, [2, none, 10, 10, 2]],
  ])('%s', (expression, metrics, expected) => {
    expect(math(expression, metrics)).toEqual(expected);
  });

  // the traps of alarms on rates: what is missing is 0 beside what is not, and nothing is divided by 0
  test('a rate without errors is 0, one without requests is missing', () => {
    expect(math('100 * e1 / r', { e1: [none, 3, none], r: [4, none, none] })).toEqual([0, none, none]);
  });

  test('precedence', () => {
    const m = { m: [2] };
    const cases: [string, number][] = [
      ['m + 2 * 3', 8],
      ['m * 2 + 3', 7],
      ['2 - m - 1', -1],
      ['8 / m / 2', 2],
      ['m ^ 3 * 2', 16],
      ['2 ^ m ^ 3', 256],
      ['-m ^ 2', -4],
      ['2 ^ -m', 0.25],
      ['-(m - 5)', 3],
      ['m > 1 AND m < 1 OR m == 2', 1],
      ['m == 2 || m == 1 && 0 > m', 1],
      ['m + 1 > 2 + 1', 0],
      ['m != 2', 0],
      ['m <= 2', 1],
      ['1.5e1 * m', 30],
      ['.5 * m', 1],
    ];
    for (const [expression, expected] of cases)
      expect([expression, math(expression, m)]).toEqual([expression, [expected]]);
  });

  const m = [2, none, 6, 4];
  test.each<[string, Gappy]>([
    ['ABS(m - 5)', [3, none, 1, 1]],
    ['CEIL(m / 4)', [1, none, 2, 1]],
    ['FLOOR(m / 4)', [0, none, 1, 1]],
    ['LOG10(m * 50)', [2, none, expect.closeTo(2.477, 3), expect.closeTo(2.301, 3)]],
    ['LOG(m - 2)', [none, none, expect.closeTo(2 * Math.LN2), expect.closeTo(Math.LN2)]],
    ['m / SUM(m)', [2 / 12, none, 0.5, 4 / 12]],
    // what is missing counts as 0
    ['m - AVG(m)', [-1, none, 3, 1]],
    ['m - MIN(m)', [0, none, 4, 2]],
    ['m / MAX(m)', [2 / 6, none, 1, 4 / 6]],
    ['m * 0 + STDDEV(m) ^ 2', [5, none, 5, 5].map((each) => each && expect.closeTo(each)) as Gappy],
    ['m * 0 + DATAPOINT_COUNT(m)', [3, none, 3, 3]],
    ['m / PERIOD(m)', [2 / 60, none, 0.1, 4 / 60]],
    ['DIFF(m)', [none, none, 4, -2]],
    ['DIFF_TIME(m)', [none, none, 120, 60]],
    ['RATE(m) * 60', [none, none, 2, -2]],
    ['RUNNING_SUM(m)', [2, none, 8, 12]],
    ['FILL(m, 9)', [2, 9, 6, 4]],
    ['FILL(m, REPEAT)', [2, 2, 6, 4]],
    ['FILL(m, LINEAR)', [2, 4, 6, 4]],
    ['FILL(m, m + 1)', [2, none, 6, 4]],
    ['FILL(DIFF(m), LINEAR)', [none, none, 4, -2]],
    ['SUM(FILL([m, m * 2], 1))', [6, 2, 18, 12]],
    ['m * ABS(-1 * MAX(m))', [12, none, 36, 24]],
    ['m * 0 + SUM(IF(m > 99, m))', [none, none, none, none]],
    ['m + IF(1, 2, 3)', [4, none, 8, 6]],
    ['m + IF(0, 2, 3)', [5, none, 9, 7]],
    ['IF(1, 2)', [2, 2, 2, 2]],
    ['IF(0, m, 3)', [3, 3, 3, 3]],
    ['IF(1, 3, m)', [3, 3, 3, 3]],
    ['TIME_SERIES(MAX(m))', [6, 6, 6, 6]],
    ['SUM([m, m * 2])', [6, none, 18, 12]],
    ['AVG([m, m * 3])', [4, none, 12, 8]],
    ['MAX([m, 5 + m * 0])', [5, none, 6, 5]],
    ['MIN(METRICS())', [2, none, 6, 4]],
    ['SUM(METRICS("m"))', [2, none, 6, 4]],
    ['DATAPOINT_COUNT([m, TIME_SERIES(1)])', [2, 1, 2, 2]],
    ['m / METRIC_COUNT([m, m])', [1, none, 3, 2]],
    ['FIRST([m, m * 2])', [2, none, 6, 4]],
    ['LAST([m, m * 2])', [4, none, 12, 8]],
    ['FIRST(SORT([m, m * 2, m * 3], AVG, DESC))', [6, none, 18, 12]],
    ['LAST(SORT([m, m * 2, m * 3], MAX, ASC, 2))', [4, none, 12, 8]],
    ['FIRST(SORT([m * 2, m, m * 3], SUM, ASC))', [2, none, 6, 4]],
    ['LAST(SORT([m * 2, m, m * 3], MIN, DESC))', [2, none, 6, 4]],
    // what is equal stays in its order
    ['FIRST(SORT([m, FILL(m, 2)], MAX, DESC))', [2, none, 6, 4]],
    ['FIRST(SORT([m, FILL(m, 2)], MAX, ASC))', [2, none, 6, 4]],
    // what has no points comes last
    ['FIRST(SORT([IF(m > 99, m), m * -1, m * -2], MAX, DESC))', [-2, none, -6, -4]],
    ['LAST(SORT([m, IF(m > 99, m), m * 2], MAX, ASC))', [none, none, none, none]],
    ['FIRST(SORT([m * 2, IF(m > 99, m), m], MAX, ASC))', [2, none, 6, 4]],
    ['FIRST(SLICE([m, m * 2, m * 3], 1))', [4, none, 12, 8]],
    ['LAST(SLICE([m, m * 2, m * 3], 0, 2))', [4, none, 12, 8]],
    ['m + METRIC_COUNT(REMOVE_EMPTY([m, IF(m > 99, m)]))', [3, none, 7, 5]],
    ['m / MAX(IF(m > 9, m))', [none, none, none, none]],
    ['SUM(-[m, m])', [-4, none, -12, -8]],
    ['SUM([m, m] * [m, m])', [8, none, 72, 32]],
    ['SUM(12 / [m, m])', [12, none, 4, 6]],
  ])('%s', (expression, expected) => {
    expect(math(expression, { m })).toEqual(expected);
  });

  test('a linear filling has two ends', () => {
    expect(math('FILL(m, LINEAR)', { m: [none, none, 2, none, 4, none] })).toEqual([none, none, 2, 3, 4, none]);
  });

  test('METRICS are those of the alarm, or some by their id', () => {
    const metrics = { m1: [1], m2: [2], n1: [4] };
    expect(math('SUM(METRICS())', metrics, { more: { m3: 'm1 * 100' } })).toEqual([7]);
    expect(math('SUM(METRICS("m"))', metrics)).toEqual([3]);
    expect(math("SUM(METRICS('1'))", metrics)).toEqual([5]);
  });

  test('a recorded band is two series, the upper first', () => {
    const band = [
      [5, none],
      [1, 2],
    ] as const;
    expect(math('ANOMALY_DETECTION_BAND(m)', { m: [3, 4] }, { band })).toEqual(band);
    expect(math('FIRST(ANOMALY_DETECTION_BAND(m, 2)) - m', { m: [3, 4] }, { band })).toEqual([2, -4]);
    expect(() => math('ANOMALY_DETECTION_BAND(m, m)', { m: [3, 4] }, { band })).toThrow('takes a scalar here');
  });

  test('an id may be a word of Metrics Insights', () => {
    expect(math('select + m', { select: [1], m: [2] })).toEqual([3]);
    expect(math('m + select ', { select: [1], m: [2] })).toEqual([3]);
  });

  test('what stands side by side does not nest', () => {
    expect(math(Array.from({ length: 300 }, () => '(m)').join(' + '), { m: [1] })).toEqual([300]);
  });

  test('arrays are a result too', () => {
    expect(math('[m, [m, m * 2]]', { m: [1] })).toEqual([[1], [1], [2]]);
  });

  test('time is that of the beginning of each period, UTC, and Monday is day 1', () => {
    const clock = (name: string) => math(`${name}(m)`, { m: [none, none] }, { start: at('2026-03-01T23:59:00Z') });
    expect(
      Object.fromEntries(['MINUTE', 'HOUR', 'DAY', 'DATE', 'MONTH', 'YEAR'].map((name) => [name, clock(name)])),
    ).toEqual({
      MINUTE: [59, 0],
      HOUR: [23, 0],
      DAY: [7, 1],
      DATE: [1, 2],
      MONTH: [3, 3],
      YEAR: [2026, 2026],
    });
    expect(clock('EPOCH')).toEqual([at('2026-03-01T23:59:00Z'), at('2026-03-02T00:00:00Z')]);
  });

  test('expressions name each other', () => {
    expect(math('twice + m', { m: [1, 2] }, { more: { twice: 'm * 2' } })).toEqual([3, 6]);
  });
});

describe('faults', () => {
  test.each([
    ['m +', 'a value is missing (at character 4)'],
    ['m m', "'m' is too much (at character 3)"],
    ['(m', "a ')' is missing (at character 3)"],
    ['[m', "a ']' is missing (at character 3)"],
    ['m $ 2', "'$' means nothing here (at character 3)"],
    ['* m', "'*' stands where a value belongs (at character 1)"],
    ['NEW(m)', 'there is no function NEW (at character 1)'],
    ['other + m', "there is no metric or expression 'other' (at character 1)"],
    ['SUM(m)', "'e' comes to a scalar, not to a time series (at character 1)"],
    ['SUM(m, m)', 'SUM takes 1 argument, not 2 (at character 1)'],
    ['m + SLICE(m, 1)', 'SLICE takes an array of time series here, not a time series (at character 5)'],
    ['DIFF(5)', 'DIFF takes a time series here, not a scalar (at character 1)'],
    ['m + TIME_SERIES(m)', 'TIME_SERIES takes a scalar here, not a time series (at character 5)'],
    ['FILL(m, ZERO)', 'FILL takes REPEAT or LINEAR here (at character 1)'],
    ['SUM(SORT([m], MEDIAN, ASC))', 'SORT takes AVG or MIN or MAX or SUM here (at character 5)'],
    ['FIRST([1])', 'an array holds time series, no scalars (at character 1)'],
    ['SUM([m] + [m, m])', 'the two arrays are not of the same length (at character 9)'],
    ['m / PERIOD(m + 1)', 'PERIOD takes a metric, no expression (at character 5)'],
    ['SUM(METRICS(m))', 'METRICS takes a text in quotes, or nothing (at character 5)'],
    ['IF(m, [m], 1)', 'IF takes scalars and time series, no arrays (at character 1)'],
    ['m + "text"', "'text' is no value (at character 5)"],
    ['m + REPEAT', "'REPEAT' is no value (at character 5)"],
    ['e + m', "'e' refers to itself (at character 1)"],
    [`${'('.repeat(300)}m${')'.repeat(300)}`, 'this nests too deep (at character 202)'],
    ['('.repeat(201), 'this nests too deep (at character 202)'],
    ['m + Upper', "'Upper' is no value (at character 5)"],
    ['m / PERIOD(5)', 'PERIOD takes a metric, no expression (at character 5)'],
    ['m / PERIOD(twice)', 'PERIOD takes a metric, no expression (at character 5)'],
    ['FIRST([m, SUM(m)])', 'an array holds time series, no scalars (at character 11)'],
    ['FILL(m)', 'FILL takes 2 arguments, not 1 (at character 1)'],
    ['FIRST(SLICE([m]))', 'SLICE takes 2 to 3 arguments, not 1 (at character 7)'],
    ['FILL(m, [m])', 'FILL fills with a scalar, a time series, REPEAT or LINEAR (at character 1)'],
    ['TIME_SERIES([m])', 'TIME_SERIES takes a scalar here, not an array of time series (at character 1)'],
  ])('%s', (expression, message) => {
    const faulty = () => math(expression, { m: [1] }, { more: { twice: 'm * 2' } });
    expect(faulty).toThrow(MathError);
    expect(faulty).toThrow(expect.objectContaining({ message, name: 'MathError' }));
  });

  test.each([
    ['SEARCH("x", "Sum")', 'The function SEARCH'],
    ['SERVICE_QUOTA(m)', 'The function SERVICE_QUOTA'],
    ["INSIGHT_RULE_METRIC('r', 'Sum')", 'The function INSIGHT_RULE_METRIC'],
    ['  select AVG(x) FROM', "The query '  select AVG(x) FROM' of Metrics Insights"],
    ['DB_PERF_INSIGHTS(m)', 'The function DB_PERF_INSIGHTS'],
    ['LAMBDA(m)', 'The function LAMBDA'],
    ['ANOMALY_DETECTION_BAND(m + 1, 2)', 'The band of an expression'],
    ['ANOMALY_DETECTION_BAND(twice)', 'The band of an expression'],
    ['ANOMALY_DETECTION_BAND(5)', 'The band of an expression'],
    ['ANOMALY_DETECTION_BAND(m)', "A band of 'm' that nobody recorded"],
  ])('%s is not modelled', (expression, what) => {
    const unknown = () => math(expression, { m: [1] }, { more: { twice: 'm * 2' } });
    expect(unknown).toThrow(NotModelled);
    expect(unknown).toThrow(`${what} is not modelled.`);
  });
});

describe('who looks around', () => {
  test.each<[string, boolean]>([
    ['m * 2', false],
    ['SUM([m, m])', false],
    ['IF(m > 1, m, SUM([m, m]))', false],
    ['HOUR(m)', false],
    ['m / MAX(m)', true],
    ['DIFF(m)', true],
    ['FILL(m, 0)', true],
    ['RUNNING_SUM([m])', true],
    ['IF(m > 1, m, m - AVG(m))', true],
  ])('%s: %p', (expression, expected) => {
    expect(compile(queriesFor({ m: [] }, { e: expression }), ['e']).looksAround).toBe(expected);
  });
});

test.each<[string, boolean]>([
  ['m * 2', false],
  ['EPOCH(m)', true],
  ['IF(HOUR(m) < 6, m)', true],
])('%s looks at the clock: %p', (expression, expected) => {
  expect(compile(queriesFor({ m: [] }, { e: expression }), ['e']).looksAtClock).toBe(expected);
});

test('spaces mean nothing', () => {
  expect(parseExpression(' m1+\n m2 ')).toMatchObject({ is: 'operation', operator: '+' });
});
