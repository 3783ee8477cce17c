/** Data that cannot be read. */
export class DataError extends Error {
  public constructor(problem: string) {
    super(problem);
    this.name = 'DataError';
  }
}

type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const numbersOf = (value: unknown): number[] => itemsOf(value).map((item) => numberOf(item, 'a value'));

/** @throws DataError */
export function numberOf(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new DataError(`${what} is no number: ${JSON.stringify(value)}.`);
}

/** @throws DataError */
export function textOf(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new DataError(`${what} is missing.`);
}

/** Seconds of a date, or of a text that is one. @throws DataError */
export function timeOf(value: unknown): number {
  if (value === undefined) throw new DataError('A time is missing.');
  const milliseconds = value instanceof Date ? value.getTime() : Date.parse(String(value));
  if (Number.isNaN(milliseconds)) throw new DataError(`'${value}' is no time.`);
  return milliseconds / 1000;
}

/** A JSON text. @throws DataError */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DataError(`This is no JSON: ${text.slice(0, 60)}`);
  }
}
