/** Data that cannot be read. */
export class DataFault extends Error {
  public constructor(fault: string) {
    super(fault);
    this.name = 'DataFault';
  }
}

type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const numbersOf = (value: unknown): number[] => itemsOf(value).map((item) => numberOf(item, 'a value'));

/** @throws DataFault */
export function numberOf(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new DataFault(`${what} is no number: ${JSON.stringify(value)}.`);
}

/** @throws DataFault */
export function textOf(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new DataFault(`${what} is missing.`);
}

/** Seconds of a date, or of a text that is one. @throws DataFault */
export function timeOf(value: unknown): number {
  if (value === undefined) throw new DataFault('A time is missing.');
  const milliseconds = value instanceof Date ? value.getTime() : Date.parse(String(value));
  if (Number.isNaN(milliseconds)) throw new DataFault(`'${value}' is no time.`);
  return milliseconds / 1000;
}

/** A JSON text. @throws DataFault */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DataFault(`This is no JSON: ${text.slice(0, 60)}`);
  }
}
