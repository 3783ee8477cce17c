import { isMissing, MISSING } from '../missing';
import type { Reading } from '../reading';
import { acrossSeries, overSeries } from './aggregates';
import type { Expression } from './expression';
import { isList, isSeries, mapped, orMissing, type Series, type Value } from './value';

/** The time and the metrics that an expression is about. */
export interface Frame {
  /** How many periods, and how long each is. */
  readonly length: number;
  readonly periodSeconds: number;
  /** When a period begins. */
  readonly startOf: (index: number) => number;
}

/** What AWS leaves open of metric math. */
export type MathReading = Pick<Reading, 'averageGaps' | 'operandGaps' | 'falseGaps' | 'emptyFill' | 'mixedLogic'>;

/** A function's arguments, evaluated when they are asked for. */
export interface Arguments {
  readonly count: number;
  readonly frame: Frame;
  readonly reading: MathReading;
  readonly raw: (index: number) => Expression | undefined;
  readonly value: (index: number) => Value;
  readonly series: (index: number) => Series;
  readonly list: (index: number) => readonly Series[];
  readonly scalar: (index: number) => number;
  /** Of one of `words`. */
  readonly word: (index: number, words: readonly string[]) => string;
  readonly fail: (message: string) => never;
}

export interface MathFunction {
  readonly from: number;
  readonly to: number;
  /** Whether a point depends on others of the same series, so that it matters how many are fetched. */
  readonly looksAround?: (args: Arguments) => boolean;
  readonly apply: (args: Arguments) => Value;
}

const eachPoint = (change: (value: number) => number): MathFunction => ({
  from: 1,
  to: 1,
  apply: ({ value }) => mapped(value(0), change),
});

const always = (): boolean => true;

/** Of one series and its neighbouring points, or of each of several. */
const eachSeries = (change: (series: Series, frame: Frame) => Series): MathFunction => ({
  from: 1,
  to: 1,
  looksAround: always,
  apply: (args) => {
    const value = args.value(0);
    if (isList(value)) return value.map((series) => change(series, args.frame));
    return change(args.series(0), args.frame);
  },
});

/** Of a series a scalar, of an array a series. */
const aggregate = (name: string): MathFunction => ({
  from: 1,
  to: 1,
  looksAround: ({ value }) => isSeries(value(0)),
  apply: ({ value, series, frame, reading }) => {
    const of = value(0);
    return isList(of) ? acrossSeries(name, of, frame.length) : overSeries(name, series(0), reading.averageGaps);
  },
});

const oneOf = (position: number): MathFunction => ({
  from: 1,
  to: 1,
  apply: ({ list, frame }) => list(0).at(position) ?? empty(frame.length),
});

const FILLERS = ['REPEAT', 'LINEAR'];
const SORT_BY = ['AVG', 'MIN', 'MAX', 'SUM'];
const SORT_ORDERS = ['ASC', 'DESC'];

export const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  ABS: eachPoint(Math.abs),
  CEIL: eachPoint(Math.ceil),
  FLOOR: eachPoint(Math.floor),
  LOG: eachPoint(Math.log),
  LOG10: eachPoint(Math.log10),
  ...Object.fromEntries(
    ['SUM', 'AVG', 'MIN', 'MAX', 'STDDEV', 'DATAPOINT_COUNT'].map((name) => [name, aggregate(name)]),
  ),
  DIFF: eachSeries((series) => fromBefore(series, (value, before) => value - before)),
  DIFF_TIME: eachSeries((series, { periodSeconds }) =>
    fromBefore(series, (_value, _before, periods) => periods * periodSeconds),
  ),
  RATE: eachSeries((series, { periodSeconds }) =>
    fromBefore(series, (value, before, periods) => (value - before) / (periods * periodSeconds)),
  ),
  RUNNING_SUM: eachSeries((series) => {
    let total = 0;
    return series.map((value) => {
      if (isMissing(value)) return value;
      total += value;
      return total;
    });
  }),
  FILL: { from: 2, to: 2, looksAround: always, apply: fill },
  FIRST: oneOf(0),
  LAST: oneOf(-1),
  SLICE: {
    from: 2,
    to: 3,
    apply: ({ list, scalar, count }) => list(0).slice(scalar(1), count === 3 ? scalar(2) : undefined),
  },
  SORT: { from: 3, to: 4, looksAround: always, apply: sort },
  REMOVE_EMPTY: { from: 1, to: 1, looksAround: always, apply: ({ list }) => list(0).filter(hasPoints) },
  METRIC_COUNT: { from: 1, to: 1, apply: ({ list }) => list(0).length },
  TIME_SERIES: {
    from: 1,
    to: 1,
    apply: ({ scalar, frame }) => new Float64Array(frame.length).fill(orMissing(scalar(0))),
  },
  IF: { from: 2, to: 3, apply: choose },
};

export const empty = (length: number): Series => new Float64Array(length).fill(MISSING);
const hasPoints = (series: Series): boolean => series.some((value) => !isMissing(value));

/** `change` receives how many periods ago the value before was; the first value has none. */
function fromBefore(series: Series, change: (value: number, before: number, periods: number) => number): Series {
  let last = -1;
  return series.map((value, index) => {
    if (isMissing(value)) return value;
    const before = last;
    last = index;
    return before < 0 ? MISSING : orMissing(change(value, series[before] as number, index - before));
  });
}

function fill(args: Arguments): Value {
  const value = args.value(0);
  if (isList(value)) return value.map((series) => filled(series, args));
  return filled(args.series(0), args);
}

function filled(series: Series, args: Arguments): Series {
  if (args.reading.emptyFill === 'empty' && !hasPoints(series)) return series;
  if ((args.raw(1) as Expression).is === 'word')
    return args.word(1, FILLERS) === 'REPEAT' ? repeated(series) : interpolated(series);
  const filler = args.value(1);
  if (isList(filler)) args.fail('FILL fills with a scalar, a time series, REPEAT or LINEAR');
  const at = pointsOf(filler as number | Series);
  return series.map((value, index) => (isMissing(value) ? at(index) : value));
}

function repeated(series: Series): Series {
  let last = MISSING;
  return series.map((value) => {
    if (!isMissing(value)) last = value;
    return last;
  });
}

function interpolated(series: Series): Series {
  const result = series.slice();
  let last = -1;
  for (const [index, value] of series.entries()) {
    if (isMissing(value)) continue;
    const before = series[last] as number;
    // before the first value there is nothing, and nothing comes of that
    for (let gap = last + 1; gap < index; gap++) {
      result[gap] = before + ((value - before) * (gap - last)) / (index - last);
    }
    last = index;
  }
  return result;
}

function sort({ list, word, scalar, count, reading }: Arguments): Value {
  const by = word(1, SORT_BY);
  const direction = word(2, SORT_ORDERS) === 'ASC' ? 1 : -1;
  const ranked = list(0).map((series) => ({ series, rank: overSeries(by, series, reading.averageGaps) }));
  // a series without points has no rank, and comes last
  ranked.sort((one, other) => {
    if (isMissing(one.rank) || isMissing(other.rank))
      return Number(isMissing(one.rank)) - Number(isMissing(other.rank));
    return direction * (one.rank - other.rank);
  });
  return ranked.map(({ series }) => series).slice(0, count === 4 ? scalar(3) : undefined);
}

/** True without a value gives zero; false without a value, or without a condition, gives nothing. */
function choose(args: Arguments): Value {
  const condition = args.value(0);
  const yes = args.value(1);
  const no = args.count === 3 ? args.value(2) : MISSING;
  if (isList(condition) || isList(yes) || isList(no)) args.fail('IF takes scalars and time series, no arrays');
  if (!isSeries(condition)) {
    const chosen = condition !== 0 ? yes : no;
    const isScalar = !isSeries(yes) && !isSeries(no) && args.count === 3;
    return isSeries(chosen) || isScalar ? chosen : new Float64Array(args.frame.length).fill(chosen as number);
  }
  const [ifTrue, ifFalse] = [pointsOf(yes as number | Series), pointsOf(no as number | Series)];
  const falseGap = isSeries(no) && args.reading.falseGaps === 'zero' ? 0 : MISSING;
  return condition.map((holds, index) => {
    if (isMissing(holds)) return MISSING;
    const value = orMissing(holds !== 0 ? ifTrue(index) : ifFalse(index));
    if (!isMissing(value)) return value;
    return holds !== 0 ? 0 : falseGap;
  });
}

/** The point of each period; a scalar has the same in all. */
function pointsOf(value: number | Series): (index: number) => number {
  if (isSeries(value)) return (index) => value[index] as number;
  const constant = orMissing(value);
  return () => constant;
}
