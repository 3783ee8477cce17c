import { basename, resolve } from 'node:path';
import { documentText } from '../../assembly/document';
import { UnreadableFile } from '../../assembly/unreadable-file';
import { hasEmbeddedMetrics } from '../../simulator/recordings/embedded-metrics';
import { type Mistake, mistakeText } from '../../testing/mistake';
import { durationText, NotationError } from '../../testing/notation';
import { readColumns } from './columns';
import { lineOfProblem, parsedJson } from './json-lines';
import type { KnownMetrics } from './known-metrics';
import { readLogLines } from './log-lines';
import { isQueries, readMetricData } from './metric-data-file';
import { type Contents, type RecordedFile, type Series, sentence } from './series';

/** Metrics that were recorded elsewhere, such as those of an incident. */
export interface Recording {
  readonly series: readonly Series[];
  /** Seconds since 1970, of the first sample. */
  readonly from: number;
  /** The end of the last sample's minute. */
  readonly to: number;
  /** What people should know of the files. */
  readonly notes: readonly string[];
}

/** Files that cannot be rehearsed, with all their mistakes. */
export class RecordingError extends Error {
  public constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(mistakeText).join('\n'));
    this.name = 'RecordingError';
  }
}

const MINUTE = 60;
/** As long as a test may be. */
const LONGEST = 400 * 86_400;
/** Of one file, so that the others are seen too. */
const MOST_MISTAKES = 10;

/**
 * Reads what `--replay` names: results of GetMetricData, comma-separated values, and log lines with embedded metrics.
 *
 * @param words files, each with `=` and a metric where the file does not name it
 * @param folder against which files are read
 * @throws RecordingError
 */
export function readRecording(words: readonly string[], folder: string, known: KnownMetrics): Recording {
  const mistakes: Mistake[] = [];
  const files = words.flatMap((word) => opened(word, folder, known, mistakes));
  const queries = files.filter(({ text }) => isQueries(text));
  const contents = files
    .filter((file) => !queries.includes(file))
    .map((file) => {
      const found = contentsOf(file, queries, known);
      mistakes.push(...shortened(found.mistakes, file.file));
      return found;
    });
  const series = contents.flatMap((each) => each.series);
  const times = series.flatMap(({ samples }) => samples.map(({ time }) => time));
  const from = times.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  const last = times.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
  if (mistakes.length === 0) mistakes.push(...mistakesOfAll(files, from, last));
  if (mistakes.length > 0) throw new RecordingError(mistakes);
  return {
    ...{ series, from },
    to: (Math.floor(last / MINUTE) + 1) * MINUTE,
    notes: contents.flatMap(({ notes = [] }) => notes),
  };
}

/** The text of a file, and the metric that its word names. */
function opened(word: string, folder: string, known: KnownMetrics, mistakes: Mistake[]): RecordedFile[] {
  const [, file = word, metric] = /^(.*?\.\w+)=(.+)$/s.exec(word) ?? [];
  try {
    const text = documentText(resolve(folder, file));
    return [{ file, text, ...(metric !== undefined && { metric: known.read(metric) }) }];
  } catch (error) {
    if (!(error instanceof UnreadableFile || error instanceof NotationError)) throw error;
    mistakes.push({ file, message: error instanceof UnreadableFile ? error.reason : sentence(error.message) });
    return [];
  }
}

function contentsOf(file: RecordedFile, queries: readonly RecordedFile[], known: KnownMetrics): Contents {
  const { text } = file;
  const mistake = (message: string, line?: number): Contents => ({
    series: [],
    mistakes: [{ file: file.file, line, message }],
  });
  if (text.trim() === '') return mistake('this file is empty.');
  if (/^\s*[[{]/.test(text) && parsedJson(text) === undefined && !hasEmbeddedMetrics(text)) {
    return mistake('this is no JSON from here on.', lineOfProblem(text));
  }
  if (/^\s*[[{]/.test(text)) return readMetricData(file, queries, known) ?? readLogLines(file, known);
  return text.includes('{') ? readLogLines(file, known) : readColumns(file, known);
}

function shortened(mistakes: readonly Mistake[], file: string): readonly Mistake[] {
  const more = mistakes.length - MOST_MISTAKES;
  if (more <= 0) return mistakes;
  return [...mistakes.slice(0, MOST_MISTAKES), { file, message: `and ${more} more of such lines.` }];
}

function mistakesOfAll(files: readonly RecordedFile[], from: number, last: number): Mistake[] {
  const names = files.map(({ file }) => basename(file)).join(', ');
  if (from > last) return [{ message: `there are no values in ${names}.` }];
  if (last - from > LONGEST) {
    const [begin, end] = [from, last].map((time) => new Date(time * 1000).toISOString());
    return [
      {
        message: `the values of ${names} are from ${begin} to ${end}; a rehearsal lasts at most ${durationText(LONGEST)}.`,
      },
    ];
  }
  return [];
}
