import type { Metric } from '../simulator/model';
import { isList, isObject, type Json, type JsonObject, listIn, numberIn, objectIn, textIn } from './json';

/** One entry of a graph's `metrics`, with the shorthands `.` and `...` written out. */
export interface MetricRow {
  readonly id: string;
  readonly metric?: Metric;
  readonly expression?: string;
  /** As written; a dynamic label such as `${PROP('Dim.QueueName')}` is left as it is. */
  readonly label?: string;
  readonly color?: string;
  readonly axis: 'left' | 'right';
  readonly periodSeconds: number;
  /** An input of expressions only. */
  readonly isHidden: boolean;
}

/** CloudWatch's default. */
const DEFAULT_PERIOD = 300;

/** The rows of a graph's properties. What is no row is left out. */
export function metricRows(properties: JsonObject): MetricRow[] {
  const rows: MetricRow[] = [];
  let before: readonly string[] = [];
  for (const written of listIn(properties.metrics)) {
    if (!isList(written)) continue;
    const options = objectIn(written.find(isObject));
    const words = expanded(
      written.filter((word) => !isObject(word)),
      before,
    );
    if (words.length > 0) before = words;
    rows.push(rowOf(words, options, properties, rows.length));
  }
  return rows;
}

/** `.` repeats the word above, `...` all that are not written again. */
function expanded(written: readonly Json[], before: readonly string[]): string[] {
  const words = written.map((word) => textIn(word) ?? '');
  const dots = words.indexOf('...');
  if (dots >= 0) {
    const rest = words.slice(dots + 1);
    return [...words.slice(0, dots), ...before.slice(dots, before.length - rest.length), ...rest];
  }
  return words.map((word, index) => (word === '.' ? (before[index] ?? word) : word));
}

function rowOf(words: readonly string[], options: JsonObject, properties: JsonObject, index: number): MetricRow {
  const expression = textIn(options.expression);
  const [namespace = '', name = '', ...pairs] = words;
  const statistic = textIn(options.stat) ?? textIn(properties.stat) ?? 'Average';
  return {
    id: textIn(options.id) ?? `unnamed${index}`,
    ...(expression === undefined
      ? { metric: { namespace, name, dimensions: dimensionsOf(pairs), statistic } }
      : { expression }),
    label: textIn(options.label),
    color: textIn(options.color),
    axis: options.yAxis === 'right' ? 'right' : 'left',
    periodSeconds: numberIn(options.period) ?? numberIn(properties.period) ?? DEFAULT_PERIOD,
    isHidden: options.visible === false,
  };
}

function dimensionsOf(pairs: readonly string[]): Record<string, string> {
  const dimensions: Record<string, string> = {};
  for (let index = 0; index + 1 < pairs.length; index += 2)
    dimensions[pairs[index] as string] = pairs[index + 1] as string;
  return dimensions;
}
