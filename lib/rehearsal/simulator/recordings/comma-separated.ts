import { isMissing } from '../missing';
import type { MetricIdentity } from '../model';
import { DataError, numberOf, timeOf } from './data-error';
import type { Recorder } from './recorder';

/**
 * Records lines of a time, a comma and a value. A first line of names is left aside.
 *
 * @throws DataError with the line
 */
export function recordCommaSeparated(store: Recorder, metric: MetricIdentity, text: string): void {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, number: index + 1 }));
  const rows = lines.filter(({ line, number }) => line.trim() !== '' && !(number === 1 && /^[A-Za-z_"]/.test(line)));
  store.record(
    metric,
    rows.map(({ line, number }) => sampleIn(line, number)),
  );
}

function sampleIn(line: string, number: number) {
  try {
    const [time = '', value = ''] = cellsOf(line);
    return { time: timeIn(time), value: valueIn(value) };
  } catch (error) {
    throw new DataError(`Line ${number}: ${(error as Error).message}`);
  }
}

/** The cells of a line, without the quotes around them: in quotes, a comma is part of the text. */
export const cellsOf = (line: string): string[] =>
  line
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((cell) => cell.trim().replace(/^"(.*)"$/, (_, inner: string) => inner.replaceAll('""', '"')));

/** The number in a cell. @throws DataError */
export const valueIn = (cell: string): number =>
  numberOf(cell === '' || isMissing(Number(cell)) ? cell : Number(cell), 'The value');

/** The time in a cell: UTC unless it says otherwise. @throws DataError */
export function timeIn(cell: string): number {
  const isZoned = /(Z|[+-]\d\d:?\d\d)$/.test(cell);
  const time = Date.parse(`${cell.replace(' ', 'T')}${isZoned ? '' : 'Z'}`);
  // so that an error quotes what is written
  return timeOf(isMissing(time) ? cell : new Date(time));
}
