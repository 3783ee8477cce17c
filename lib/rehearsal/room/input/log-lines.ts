import { isObject, type Json, listIn, objectIn, textIn } from '../../assembly/json';
import { metricKey } from '../../simulator/metric-key';
import { hasEmbeddedMetrics, recordEmbeddedLine } from '../../simulator/recordings/embedded-metrics';
import type { Mistake } from '../../testing/mistake';
import { jsonLines, parsedJson } from './json-lines';
import { type KnownMetrics, metricWords } from './known-metrics';
import { Collected, type Contents, type RecordedFile } from './series';

/** A log line, where it stands. */
interface Line {
  readonly text: string;
  readonly line?: number;
}

/** How many metrics a note names. */
const MOST_NAMED = 5;

/**
 * Log lines with embedded metrics: as a function wrote them, as CloudWatch Logs exports or `aws logs tail` prints them, with what stands
 * before the JSON, or as `aws logs filter-log-events` answers. Lines without metrics are left aside, as CloudWatch does.
 */
export function readLogLines(file: RecordedFile, known: KnownMetrics): Contents {
  const mistake = (message: string, line?: number): Mistake => ({ file: file.file, line, message });
  const lines = eventsIn(file.text) ?? linesIn(file.text);
  const carrying = lines.filter(({ text }) => hasEmbeddedMetrics(text));
  if (carrying.length === 0) return { series: [], mistakes: [mistake(NOTHING)] };
  const collected = new Collected();
  const mistakes = carrying.flatMap(({ text, line }) => {
    try {
      recordEmbeddedLine(collected, embeddedIn(text));
      return [];
    } catch (error) {
      return [mistake((error as Error).message, line)];
    }
  });
  const { read, unread } = divided(collected, known);
  if (mistakes.length === 0 && read.length === 0) {
    const [first] = unread;
    const why = first === undefined ? 'its metrics have no values.' : known.unread(first.metric);
    return { series: [], mistakes: [mistake(why)] };
  }
  const notes = unread.length === 0 ? [] : [`${file.file}: no alarm or graph reads ${unreadText(unread)}.`];
  return { series: read, mistakes, notes };
}

const NOTHING =
  'no line has embedded metrics. A file for --replay has them, or is what GetMetricData answered (MetricDataResults), or comma-separated values.';

/** What stands before the JSON is the time of CloudWatch Logs, or the name of a stream. */
export const embeddedIn = (line: string): string => line.slice(Math.max(0, line.indexOf('{')));

/** What something reads, and the rest. */
export function divided(collected: Collected, known: KnownMetrics) {
  const all = collected.series.map((series) => ({ series, found: known.find(series.metric) }));
  return {
    read: all.flatMap(({ series, found }) => (found === undefined ? [] : { ...series, metric: found })),
    unread: all.filter(({ found }) => found === undefined).map(({ series }) => series),
  };
}

export function unreadText(unread: Collected['series']): string {
  const names = [...new Map(unread.map(({ metric }) => [metricKey(metric), metricWords(metric)])).values()];
  const more = names.length - MOST_NAMED;
  return more > 0 ? `${names.slice(0, MOST_NAMED).join(', ')} and ${more} more` : names.join(', ');
}

const linesIn = (text: string): Line[] => text.split('\n').map((line, index) => ({ text: line, line: index + 1 }));

/** The messages of `{ "events": [{ "timestamp", "message" }] }`; undefined if a text is none. */
function eventsIn(text: string): Line[] | undefined {
  const json: Json | undefined = parsedJson(text);
  if (!isObject(json) || json.events === undefined) return undefined;
  const lineOf = jsonLines(text);
  return listIn(json.events).map((event, index) => ({
    text: textIn(objectIn(event).message) ?? '',
    line: lineOf(['events', index]),
  }));
}
