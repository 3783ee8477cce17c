import { isMissing, MISSING } from '../missing';
import { orMissing, present, type Series } from './value';

/** What functions such as SUM say of some values; of none, NaN if nothing can be said. */
export const AGGREGATES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => (values.length === 0 ? MISSING : sum(values)),
  AVG: (values) => sum(values) / values.length,
  MIN: (values) => (values.length === 0 ? MISSING : Math.min(...values)),
  MAX: (values) => (values.length === 0 ? MISSING : Math.max(...values)),
  STDDEV: (values) => {
    const mean = sum(values) / values.length;
    return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length);
  },
  DATAPOINT_COUNT: (values) => values.length,
};

/** Of the points of one series. */
export const overSeries = (name: string, series: Series): number => aggregate(name)(present(series));

/** Of all series at each time; where none has a value there is none. AWS counts what is missing as 0 in an average. */
export function acrossSeries(name: string, list: readonly Series[], length: number): Series {
  const result = new Float64Array(length);
  for (let index = 0; index < length; index++) {
    const values = list.map((series) => series[index] as number).filter((value) => !isMissing(value));
    const isGap = values.length === 0 && name !== 'DATAPOINT_COUNT';
    const value = name === 'AVG' ? sum(values) / list.length : aggregate(name)(values);
    result[index] = isGap ? MISSING : orMissing(value);
  }
  return result;
}

const aggregate = (name: string) => AGGREGATES[name] as (values: readonly number[]) => number;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
