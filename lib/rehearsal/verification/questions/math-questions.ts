import { type Question, REFUSED } from '../question';
import { always, oneAlarm } from './one-alarm';

const OFTEN: { readonly datapoints: [number, number] } = { datapoints: [1, 4] };
const REFUSED_FORM = { name: 'refused', what: 'PutMetricAlarm refuses the form', reply: REFUSED };

/** How functions over a whole series take periods without a value. */
const AGGREGATES: readonly Question[] = [
  oneAlarm({
    id: 'avg-gaps',
    asks: 'Does AVG of one series count periods without a value as 0?',
    about: ['avg-skips'],
    reads: 'state',
    alarm: { ...OFTEN, math: { e: 'm * 0 + AVG(m)' }, threshold: 7.5 },
    series: { m: always(10, null) },
  }),
  oneAlarm({
    id: 'stddev-gaps',
    asks: 'Does STDDEV of one series count periods without a value as 0?',
    about: ['avg-skips'],
    reads: 'state',
    alarm: { ...OFTEN, math: { e: 'm * 0 + STDDEV(m)' }, threshold: 2.5 },
    series: { m: always(10, null) },
  }),
  oneAlarm({
    id: 'count-gaps',
    asks: 'Does DATAPOINT_COUNT count only periods with a value?',
    about: [],
    stated: [{ name: 'counts-gaps', what: 'DATAPOINT_COUNT counts all periods', reply: 'OK' }],
    reads: 'state',
    alarm: { ...OFTEN, math: { e: 'm * 0 + SUM(m) / DATAPOINT_COUNT(m)' }, threshold: 7.5 },
    series: { m: always(10, null) },
  }),
  oneAlarm({
    id: 'avg-array',
    asks: 'Does AVG of an array divide by all of its series, also those without a value?',
    about: [],
    stated: [{ name: 'divides-by-present', what: 'AVG of an array divides by the series with a value', reply: 'OK' }],
    reads: 'state',
    alarm: { math: { e: 'AVG([a, b])' }, is: '<', threshold: 7.5 },
    series: { a: always(10), b: undefined },
  }),
  oneAlarm({
    id: 'diff-gaps',
    asks: 'Does DIFF_TIME look back to the last value across periods without one?',
    about: [],
    stated: [{ name: 'previous-period', what: 'DIFF_TIME looks at the previous period only', reply: 'OK' }],
    reads: 'state',
    alarm: { ...OFTEN, math: { e: 'DIFF_TIME(m)' }, threshold: 90 },
    series: { m: always(10, null) },
  }),
];

/** What operators and IF make of a side without a value. */
const GAPS: readonly Question[] = [
  oneAlarm({
    id: 'plus-gaps',
    asks: 'Does a missing side of series + series count as 0?',
    about: ['op-gap'],
    reads: 'state',
    alarm: { ...OFTEN, math: { e: 'a + b' }, is: '<', threshold: 15 },
    series: { a: always(10), b: always(10, null) },
  }),
  oneAlarm({
    id: 'plus-never',
    asks: 'Does a metric that was never published count as 0 in series + series?',
    about: ['op-gap'],
    reads: 'state',
    alarm: { math: { e: 'a + b' }, threshold: 5 },
    series: { a: always(10), b: undefined },
  }),
  oneAlarm({
    id: 'divide-gaps',
    asks: 'Is series / series 0 where only the first has no value?',
    about: ['op-gap'],
    reads: 'state',
    alarm: { ...OFTEN, math: { e: 'b / a' }, is: '<', threshold: 0.5 },
    series: { a: always(10), b: always(10, null) },
  }),
  oneAlarm({
    id: 'compare-never',
    asks: 'Does a metric that was never published count as 0 in series > series?',
    about: [],
    stated: [{ name: 'comparison-gap', what: 'series > series has no value where one has none', reply: 'OK' }],
    reads: 'state',
    alarm: { math: { e: 'a > b' }, threshold: 0.5 },
    series: { a: always(10), b: undefined },
  }),
  oneAlarm({
    id: 'if-false-gaps',
    asks: 'Has IF no value where its condition is false and its third argument has none?',
    about: ['if-zero'],
    reads: 'state',
    alarm: { ...OFTEN, math: { e: 'IF(c > 5, c, b)' }, is: '<', threshold: 5 },
    series: { c: always(1), b: always(10, null) },
  }),
  oneAlarm({
    id: 'if-true-gaps',
    asks: 'Is IF 0 where its condition is true and its second argument has no value?',
    about: [],
    stated: [{ name: 'if-true-gap', what: 'IF has no value there', reply: 'OK' }],
    reads: 'state',
    alarm: { ...OFTEN, math: { e: 'IF(c > 5, b, c)' }, is: '<', threshold: 5 },
    series: { c: always(9), b: always(10, null) },
  }),
  oneAlarm({
    id: 'if-without-else',
    asks: 'Has IF of two arguments no value where its condition is false?',
    about: [],
    stated: [{ name: 'else-zero', what: 'IF is 0 there', reply: 'OK' }],
    reads: 'state',
    alarm: { math: { e: 'IF(c > 5, c)' }, missing: 'breaching' },
    series: { c: always(1) },
  }),
];

const FILLS: readonly Question[] = [
  oneAlarm({
    id: 'fill-never',
    asks: 'Does FILL fill a metric that was never published?',
    about: ['fill-empty'],
    reads: 'state',
    alarm: { math: { e: 'FILL(m, 20)' } },
    series: { m: undefined },
  }),
  oneAlarm({
    id: 'fill-never-beside',
    asks: 'Does FILL fill a metric that was never published, beside one that was?',
    about: ['fill-empty'],
    reads: 'state',
    alarm: { math: { e: 'FILL(a, 20) + 0 * b' } },
    series: { a: undefined, b: always(1) },
  }),
  ...[30, 55].map((lateSeconds) =>
    oneAlarm({
      id: `fill-newest-${lateSeconds}`,
      asks: `Does metric math wait for values that come ${lateSeconds} s after their minute, instead of filling it?`,
      about: ['late'],
      reads: 'state',
      alarm: { math: { e: 'FILL(m, 20)' } },
      series: { m: { ...always(0), lateSeconds } },
    }),
  ),
];

/** Which operands AND and OR take. */
const LOGIC: readonly Question[] = [
  ...[
    ['scalar-and-series', 'MAX(m) >= 5 AND m > 0', 'a scalar AND a series'],
    ['series-or-scalar', 'm > 0 OR MAX(m) >= 5', 'a series OR a scalar'],
    ['scalar-and-series-in-if', 'IF(MAX(m) >= 5 AND m > 0, m, 0)', 'a scalar AND a series as a condition'],
  ].map(([id = '', e = '', form]) =>
    oneAlarm({
      id,
      asks: `Does PutMetricAlarm take ${form}?`,
      about: ['refused'],
      reads: 'state',
      alarm: { math: { e }, threshold: 0.5 },
      series: { m: always(10) },
    }),
  ),
  ...[
    ['time-series-and-series', 'TIME_SERIES(MAX(m)) >= 5 AND m > 0', 'TIME_SERIES(scalar) AND a series'],
    ['scalar-and-scalar', 'IF(MAX(m) >= 5 AND MIN(m) >= 5, m)', 'a scalar AND a scalar as a condition'],
    ['scalar-compared', 'm >= AVG(m) / 2', 'a comparison of a series with a scalar'],
  ].map(([id = '', e = '', form]) =>
    oneAlarm({
      id,
      asks: `Does PutMetricAlarm take ${form}?`,
      about: [],
      stated: [REFUSED_FORM],
      reads: 'state',
      alarm: { ...OFTEN, math: { e }, threshold: 0.5 },
      series: { m: always(10) },
    }),
  ),
  oneAlarm({
    id: 'mixed-periods',
    asks: 'Which period has metric math over metrics of 60 s and 300 s?',
    about: [],
    stated: [
      { name: 'refused', what: 'PutMetricAlarm refuses it', reply: REFUSED },
      { name: 'longest-period', what: 'the longest period is that of the alarm', reply: '300' },
    ],
    reads: 'period',
    alarm: { math: { e: 'a + b' }, threshold: 0.5, periods: { b: 300 } },
    series: { a: always(1), b: { ...always(1), stepSeconds: 60 } },
  }),
];

/** Metric math of series with gaps. */
export const MATH_QUESTIONS: readonly Question[] = [...AGGREGATES, ...GAPS, ...FILLS, ...LOGIC];
