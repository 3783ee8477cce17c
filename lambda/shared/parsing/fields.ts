/** A value that came from outside, of any type. */
export type Fields = Readonly<Record<string, unknown>>;

/** Deeper than any message of AWS; a message nested deeper is cut there. */
const DEEPEST = 12;
/** Objects whose names are the user's. */
const OF_USERS = ['dimensions', 'attributes', 'alarmcontributorattributes'];

/** The same with names that begin in lower case: messages of SNS, EventBridge and Lambda differ in little else. */
export function inCamelCase(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(value)) return value.map((each) => inCamelCase(each, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      OF_USERS.includes(name.toLowerCase()) && !Array.isArray(each) ? each : inCamelCase(each, depth + 1),
    ]),
  );
}

export function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const fieldsIn = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** The texts among the values. */
export const textsIn = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fieldsIn(value)).filter((pair): pair is [string, string] => textIn(pair[1]) !== undefined),
  );

/** A number, also one written as text. */
export function numberIn(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Milliseconds since 1970 of `2026-08-23T04:15:30.123+0000` and its relatives; without a zone it is UTC. */
export function timeIn(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime();
  const text = textIn(value);
  if (text === undefined) return undefined;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : `${text}Z`;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? undefined : time;
}
