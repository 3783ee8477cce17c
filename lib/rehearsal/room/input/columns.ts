import type { MetricIdentity } from '../../simulator/model';
import { cellsOf, timeIn, valueIn } from '../../simulator/recordings/comma-separated';
import type { Sample } from '../../simulator/samples';
import type { Mistake } from '../../testing/mistake';
import { NotationError } from '../../testing/notation';
import { type KnownMetrics, metricWords } from './known-metrics';
import { notesOn } from './notes';
import { type Contents, type RecordedFile, sentence } from './series';

/** A column of values. */
interface Column {
  readonly metric?: MetricIdentity;
  readonly samples: Sample[];
}

interface Line {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * Comma-separated values: a time, and the values of metrics, which the first line names. An empty cell is a time without a value, unless it
 * is the only one.
 */
export function readColumns(file: RecordedFile, known: KnownMetrics): Contents {
  const lines = file.text
    .split(/\r?\n/)
    .map((text, index): Line & { text: string } => ({ text, cells: cellsOf(text), line: index + 1 }))
    .filter(({ text }) => text.trim() !== '');
  const mistakes: Mistake[] = [];
  const mistake = (line: number, message: string): void => void mistakes.push({ file: file.file, line, message });
  const first = lines[0] as Line;
  const isNamed = !isTime(first.cells[0] ?? '');
  const columns = columnsOf(file, first, isNamed, known, (message) => mistake(first.line, message));
  for (const { cells, line } of isNamed ? lines.slice(1) : lines) {
    if (cells.length !== columns.length + 1) {
      mistake(line, `this line has ${cells.length} columns instead of ${columns.length + 1}.`);
      continue;
    }
    try {
      addTo(columns, cells);
    } catch (error) {
      mistake(line, (error as Error).message);
    }
  }
  const read = columns.flatMap(({ metric, samples }) => (metric === undefined ? [] : { metric, samples }));
  return { series: read, mistakes, notes: read.flatMap((each) => notesOn(file.file, each, known)) };
}

function isTime(cell: string): boolean {
  try {
    return timeIn(cell) >= 0;
  } catch {
    return false;
  }
}

/** The columns besides the time. Where nobody says what a column has, it has no metric. */
function columnsOf(
  { file, metric }: RecordedFile,
  { cells }: Line,
  isNamed: boolean,
  known: KnownMetrics,
  mistake: (message: string) => void,
): Column[] {
  const names = cells.slice(1);
  if (names.length === 0) mistake('there is one column only: a time, a comma and a value are needed.');
  if (metric !== undefined && names.length === 1) return [{ metric, samples: [] }];
  if (metric !== undefined) {
    mistake(`there are ${names.length} columns of values, and '${metricWords(metric)}' names one.`);
    return names.map(() => ({ samples: [] }));
  }
  return names.map((name) => {
    try {
      if (!isNamed) throw new NotationError('nothing says which metric this is');
      return { metric: known.read(name), samples: [] };
    } catch (error) {
      mistake(
        `${sentence((error as Error).message)} Name it in the first line, such as 'timestamp,${known.example}', or give --replay '${file}=${known.example}'.`,
      );
      return { samples: [] };
    }
  });
}

function addTo(columns: readonly Column[], [first = '', ...values]: readonly string[]): void {
  const time = timeIn(first);
  const isOnly = columns.length === 1;
  const found = values.map((cell) => (cell === '' && !isOnly ? undefined : valueIn(cell)));
  for (const [index, value] of found.entries()) if (value !== undefined) columns[index]?.samples.push({ time, value });
}
