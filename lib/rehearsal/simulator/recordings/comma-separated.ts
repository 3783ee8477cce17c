import type { MetricStore } from '../metric-store';
import { isMissing } from '../missing';
import type { MetricIdentity } from '../model';
import { DataError, numberOf, timeOf } from './data-error';

/**
 * Records lines of a time, a comma and a value. A first line of names is left aside.
 *
 * @throws DataError with the line
 */
export function recordCommaSeparated(store: MetricStore, metric: MetricIdentity, text: string): void {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, number: index + 1 }));
  const rows = lines.filter(({ line, number }) => line.trim() !== '' && !(number === 1 && /^[A-Za-z_"]/.test(line)));
  store.record(
    metric,
    rows.map(({ line, number }) => sampleIn(line, number)),
  );
}

function sampleIn(line: string, number: number) {
  try {
    const [time = '', value = ''] = line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    return {
      time: timeIn(time),
      value: numberOf(value === '' || isMissing(Number(value)) ? value : Number(value), 'The value'),
    };
  } catch (error) {
    throw new DataError(`Line ${number}: ${(error as Error).message}`);
  }
}

/** UTC unless it says otherwise. */
function timeIn(text: string): number {
  const isZoned = /(Z|[+-]\d\d:?\d\d)$/.test(text);
  const time = Date.parse(`${text.replace(' ', 'T')}${isZoned ? '' : 'Z'}`);
  // so that an error quotes what is written
  return timeOf(isMissing(time) ? text : new Date(time));
}
