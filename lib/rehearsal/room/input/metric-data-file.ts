import { isObject, type Json, type JsonObject, listIn, objectIn, objectsIn, textIn } from '../../assembly/json';
import { metricKey } from '../../simulator/metric-key';
import type { MetricIdentity } from '../../simulator/model';
import { recordMetricDataResult } from '../../simulator/recordings/metric-data';
import type { Mistake } from '../../testing/mistake';
import { NotationError } from '../../testing/notation';
import { jsonLines, parsedJson } from './json-lines';
import { type KnownMetrics, metricWords } from './known-metrics';
import { notesOn } from './notes';
import { Collected, type Contents, type RecordedFile, sentence } from './series';

/** Whether a text has the queries of GetMetricData, as `--metric-data-queries` takes them, and no results. */
export function isQueries(text: string): boolean {
  const json = parsedJson(text);
  return queriesIn(json).length > 0 && objectIn(json).MetricDataResults === undefined;
}

/** A list of them, or an object that has it. */
function queriesIn(json: Json | undefined): JsonObject[] {
  const written = Array.isArray(json) ? json : objectIn(json).MetricDataQueries;
  return objectsIn(written as Json).filter(({ MetricStat, Expression }) => (MetricStat ?? Expression) !== undefined);
}

/**
 * What GetMetricData answered. A result has an id and a label, and names no metric: that is what the queries are for, or a label.
 *
 * @param queries files with nothing but queries
 * @returns undefined if the file is no such answer
 */
export function readMetricData(
  file: RecordedFile,
  queries: readonly RecordedFile[],
  known: KnownMetrics,
): Contents | undefined {
  const json = parsedJson(file.text);
  if (!isObject(json) || json.MetricDataResults === undefined) return undefined;
  const asked = [json, ...queries.map(({ text }) => parsedJson(text))].flatMap(queriesIn);
  const results = listIn(json.MetricDataResults).map(objectIn);
  const lineOf = jsonLines(file.text);
  const collected = new Collected();
  const mistakes: Mistake[] = [];
  const notes: string[] = [];
  const seen = new Map<string, string>();
  for (const [index, result] of results.entries()) {
    const id = textIn(result.Id) ?? `${index + 1}`;
    const line = lineOf(['MetricDataResults', index]);
    try {
      const metric = metricOf(result, file, asked, results.length, known);
      if (metric === undefined) {
        notes.push(`${file.file}:${line}: ${id} is an expression, which is computed again; its values are left out.`);
        continue;
      }
      const other = seen.get(metricKey(metric));
      if (other !== undefined) throw new NotationError(`${other} has values of ${metricWords(metric)} already`);
      seen.set(metricKey(metric), id);
      recordMetricDataResult(collected, metric, result);
      if (textIn(result.StatusCode) === 'PartialData')
        notes.push(`${file.file}:${line}: ${id} is not complete: ask for the next page too.`);
    } catch (error) {
      mistakes.push({
        file: file.file,
        line,
        message: `result ${id}: ${sentence((error as Error).message)}`,
      });
    }
  }
  const { series } = collected;
  return { series, mistakes, notes: [...notes, ...series.flatMap((each) => notesOn(file.file, each, known))] };
}

/** The metric of a result; undefined if it is an expression. @throws NotationError */
function metricOf(
  result: JsonObject,
  { metric: given }: RecordedFile,
  asked: readonly JsonObject[],
  results: number,
  known: KnownMetrics,
): MetricIdentity | undefined {
  if (given !== undefined && results === 1) return given;
  const query = asked.find(({ Id }) => textIn(Id) !== undefined && textIn(Id) === textIn(result.Id));
  if (query !== undefined) {
    const { Namespace, MetricName, Dimensions } = objectIn(objectIn(query.MetricStat).Metric);
    if (query.MetricStat === undefined) return undefined;
    const dimensions = objectsIn(Dimensions).map(
      ({ Name, Value }) => [textIn(Name) ?? '', textIn(Value) ?? ''] as const,
    );
    const metric = {
      namespace: textIn(Namespace) ?? '',
      name: textIn(MetricName) ?? '',
      dimensions: Object.fromEntries(dimensions),
    };
    const found = known.find(metric);
    if (found === undefined) throw new NotationError(known.unread(metric));
    return found;
  }
  const label = textIn(result.Label) ?? '';
  const [only, ...others] = known.named(label);
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined && label.includes(' ')) return known.read(label);
  const what = only === undefined ? 'names no metric' : `names ${others.length + 1} metrics`;
  throw new NotationError(
    `the label '${label}' ${what}. Give the file of --metric-data-queries to --replay too, or label queries such as '${known.example}'`,
  );
}
