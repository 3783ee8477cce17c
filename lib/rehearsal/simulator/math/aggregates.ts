import { isMissing, MISSING } from '../missing';
import type { Reading } from '../reading';
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

/** Where a mean is taken, AWS counts what is missing as 0, unless all is. */
const COUNT_GAPS: readonly string[] = ['AVG', 'STDDEV'];

/** Of the points of one series; of none, NaN. */
export function overSeries(name: string, series: Series, averageGaps: Reading['averageGaps']): number {
  return averageGaps === 'zero' ? counted(name, series) : aggregate(name)(present(series));
}

/** Of all series at each time; where none has a value there is none. */
export function acrossSeries(name: string, list: readonly Series[], length: number): Series {
  const result = new Float64Array(length);
  const row = new Float64Array(list.length);
  for (let index = 0; index < length; index++) {
    for (const [position, series] of list.entries()) row[position] = series[index] as number;
    const isGap = row.every(isMissing) && name !== 'DATAPOINT_COUNT';
    result[index] = isGap ? MISSING : orMissing(counted(name, row));
  }
  return result;
}

function counted(name: string, series: Series): number {
  const values = present(series);
  const fills = COUNT_GAPS.includes(name) && values.length > 0;
  return aggregate(name)(fills ? Array.from(series, (value) => (isMissing(value) ? 0 : value)) : values);
}

const aggregate = (name: string) => AGGREGATES[name] as (values: readonly number[]) => number;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
