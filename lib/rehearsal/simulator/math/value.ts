import { isMissing, isNumber, MISSING } from '../missing';
/** One value per period, oldest first; NaN where there is none. */
export type Series = Float64Array;

/** What an expression comes to: a scalar, a time series, or an array of them. A scalar that nothing leads to is NaN. */
export type Value = number | Series | readonly Series[];

export const isSeries = (value: Value): value is Series => value instanceof Float64Array;
export const isList = (value: Value): value is readonly Series[] => Array.isArray(value);

export const typeOf = (value: Value): string => {
  if (isSeries(value)) return 'a time series';
  return isList(value) ? 'an array of time series' : 'a scalar';
};

/** What divides by zero, or has no value at all, is dropped. */
export const orMissing = (value: number): number => (isNumber(value) ? value : MISSING);

export function present(series: Series): number[] {
  const values: number[] = [];
  for (const value of series) if (!isMissing(value)) values.push(value);
  return values;
}

/** Each point on its own; gaps stay. */
export function mapped(value: Value, change: (value: number) => number): Value {
  if (isSeries(value)) return value.map((each) => orMissing(change(each)));
  if (isList(value)) return value.map((each) => mapped(each, change) as Series);
  return change(value);
}
