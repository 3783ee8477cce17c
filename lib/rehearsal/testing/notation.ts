import { nearest } from '../../text/nearest';
import { READINGS } from '../simulator/other-readings';

/** The samples of one interval. */
export type Samples = readonly number[];

/** A value of a test file that cannot be parsed. The message quotes it and gives an example. */
export class NotationError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = 'NotationError';
  }
}

const NUMBER = String.raw`[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?`;
const STEPS = new RegExp(`^(${NUMBER})(?:([-+](?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:e[-+]?\\d+)?))?x(\\d+)$`, 'i');
const SINGLE = new RegExp(`^${NUMBER}$`, 'i');

/** A value, and how many times. */
const COUNTED = new RegExp(`^${NUMBER}(?:\\*\\d+)?$`, 'i');

/** Ten weeks of minutes. */
const MOST_INTERVALS = 100_000;
const MOST_SAMPLES = 10_000;

/**
 * The samples of each interval, in promtool's notation: `5` once, `5x3` and three times more, `1+2x3` for 1 3 5 7, `_` and `_x3` for
 * no data, `[1, 2]` for several samples in one interval, `[0*38, 1*2]` for 38 and 2 of them.
 *
 * @throws NotationError
 */
export function parseValues(text: string): Samples[] {
  const intervals: Samples[] = [];
  for (const [word] of text.matchAll(/\[[^\]]*\]|[^\s[]+|\[/g)) {
    const [samples, count] = wordOf(word);
    if (intervals.length + count > MOST_INTERVALS)
      throw new NotationError(`'${word}': a series has at most ${MOST_INTERVALS} intervals`);
    for (let index = 0; index < count; index++) intervals.push(samples(index));
  }
  if (intervals.length === 0) throw new NotationError("there are no values; write for example '0x20 5+1x10 _x5'");
  return intervals;
}

type Word = readonly [samples: (index: number) => Samples, count: number];

function wordOf(word: string): Word {
  if (word.startsWith('[')) return [() => samplesIn(word), 1];
  const missing = /^_(?:x(\d+))?$/.exec(word);
  // as promtool has it: _x3 are three, 5x3 are four
  if (missing !== null) return [() => [], Number(missing[1] ?? 1)];
  if (SINGLE.test(word)) return [() => [Number(word)], 1];
  const steps = STEPS.exec(word);
  if (steps === null) {
    throw new NotationError(`'${word}' is neither a number, '1x3', '1+2x3', '1-2x3', '_', '_x3' nor '[1, 2]'`);
  }
  const [, first, step = 0, times] = steps;
  return [(index) => [Number(first) + index * Number(step)], Number(times) + 1];
}

function samplesIn(word: string): Samples {
  const texts = word
    .slice(1, -1)
    .split(/[\s,]+/)
    .filter((text) => text !== '');
  const wrong = texts.find((text) => !COUNTED.test(text));
  if (wrong !== undefined || !word.endsWith(']'))
    throw new NotationError(`'${word}' is not a list of numbers; write for example '[1, 2, 3]', or '[0*38, 1*2]'`);
  const samples = texts.flatMap((text) => {
    const [value, count = '1'] = text.split('*');
    return new Array<number>(Math.min(Number(count), MOST_SAMPLES + 1)).fill(Number(value));
  });
  if (samples.length > MOST_SAMPLES)
    throw new NotationError(`'${word}': an interval has at most ${MOST_SAMPLES} samples`);
  return samples;
}

/** The texts of the formats that one pattern describes, by the name of the format. */
export const PATTERNS = {
  account: /^\d{12}$/,
  duration: /^(\d+[smhd])+$/,
  metric: /^\s*(\S.*?)\s+(\S+)\s*$/,
  time: /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:\d\d))?$/,
} satisfies Readonly<Record<string, RegExp>>;

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of a duration such as `90s`, `5m`, `1h30m` or `2d`. @throws NotationError */
export function parseDuration(text: string): number {
  if (PATTERNS.duration.test(text)) {
    const parts = [...text.matchAll(/(\d+)([smhd])/g)];
    return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit as string] as number), 0);
  }
  throw new NotationError(`'${text}' is not a duration; write for example 90s, 5m or 1h30m`);
}

/** Namespace, a space and name; where both have spaces, `asRead` decides by what alarms read. @throws NotationError */
export function parseMetric(text: string): { readonly namespace: string; readonly name: string } {
  const [, namespace, name] = PATTERNS.metric.exec(text) ?? [];
  if (namespace === undefined || name === undefined)
    throw new NotationError(`'${text}' is not a metric; write its namespace, a space and its name`);
  return { namespace, name };
}

/**
 * The names of readings other than the default, each once: `all`, or names; in a text, with commas between them.
 *
 * @throws NotationError
 */
export function parseReadings(written: string | readonly string[]): string[] {
  const known = READINGS.map(({ name }) => name);
  const words = (typeof written === 'string' ? written.split(',') : written).map((word) => word.trim());
  for (const word of words) {
    if (word === 'all' || known.includes(word)) continue;
    const meant = nearest(word, known);
    const advice = meant === undefined ? `write 'all' or some of ${known.join(', ')}` : `write '${meant}'`;
    throw new NotationError(`there is no reading '${word}'; ${advice}`);
  }
  return words.includes('all') ? known : [...new Set(words)];
}

/** Seconds since 1970 of a time with its time zone. @throws NotationError */
export function parseTime(text: string): number {
  const time = PATTERNS.time.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new NotationError(`'${text}' is not a time; write for example 2026-01-05T00:00:00Z`);
  return time / 1000;
}

/** A duration as a person would write it. */
export function durationText(seconds: number): string {
  let rest = seconds;
  const parts = (['d', 'h', 'm', 's'] as const).map((unit) => {
    const count = Math.floor(rest / (UNITS[unit] as number));
    rest -= count * (UNITS[unit] as number);
    return count === 0 ? '' : `${count}${unit}`;
  });
  return parts.join('') || '0m';
}
