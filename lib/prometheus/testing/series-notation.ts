import { Labels, METRIC_NAME } from '../labels';
import { numberOf, stringOf } from '../promql/literals';

/** A value of a made series; null is a stale marker, undefined no sample. */
export type MadeValue = number | null | undefined;

const MOST_VALUES = 1_000_000;
const NUMBER = '(?:\\d+(?:\\.\\d*)?(?:e[-+]?\\d+)?|\\.\\d+(?:e[-+]?\\d+)?|inf|nan)';
const RUN = new RegExp(`^([-+]?${NUMBER})(?:([-+]${NUMBER})?x(\\d+))?$`, 'i');

/**
 * The values of a series as promtool writes them: `1 2 _ 3`, `0+10x5` for a first value and five that grow by 10, `1x3`, `_x3`, `stale`.
 *
 * @throws Error that says what cannot be read
 */
export function parseValues(text: string): MadeValue[] {
  const values: MadeValue[] = [];
  for (const item of text.split(/\s+/).filter((each) => each !== '')) {
    values.push(...valuesOf(item));
    if (values.length > MOST_VALUES) throw new Error(`a series has at most ${MOST_VALUES.toLocaleString('en')} values`);
  }
  return values;
}

function valuesOf(item: string): MadeValue[] {
  if (item === 'stale') return [null];
  const gap = /^_(?:x(\d+))?$/.exec(item);
  if (gap !== null) return repeated(gap[1] === undefined ? 1 : Number(gap[1]), () => undefined);
  const run = RUN.exec(item);
  if (run === null) throw new Error(`'${item}' is no value, such as 5, 0+10x5, _ or stale`);
  const [, first = '', step = '0', times = '0'] = run;
  let value = numberOf(first) as number;
  const growth = numberOf(step) as number;
  return repeated(Number(times) + 1, () => {
    const now = value;
    value += growth;
    return now;
  });
}

function repeated(count: number, value: () => MadeValue): MadeValue[] {
  if (count > MOST_VALUES) throw new Error(`a series has at most ${MOST_VALUES.toLocaleString('en')} values`);
  return Array.from({ length: count }, value);
}

const SERIES = /^\s*([A-Za-z_:][\w:]*)?\s*(?:\{(.*)\})?\s*$/s;
const LABEL = /\s*([A-Za-z_]\w*)\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)\s*(,|$)/y;

/** The labels of a series: `up{job="api"}`. @throws Error that says what cannot be read */
export function parseSeries(text: string): Labels {
  const match = SERIES.exec(text);
  if (match === null || text.trim() === '') throw new Error(`'${text}' is no series, such as up{job="api"}`);
  const [, name = '', inner = ''] = match;
  const labels: [string, string][] = name === '' ? [] : [[METRIC_NAME, name]];
  let at = 0;
  while (inner.slice(at).trim() !== '') {
    LABEL.lastIndex = at;
    const found = LABEL.exec(inner);
    const value = found === null ? undefined : stringOf(found[2] as string);
    if (found === null || value === undefined) throw new Error(`'${text}' is no series, such as up{job="api"}`);
    labels.push([found[1] as string, value]);
    at = LABEL.lastIndex;
  }
  return Labels.of(labels);
}
