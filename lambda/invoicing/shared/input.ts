/** A request that cannot be served; the message says why and what to change. */
export class RequestError extends Error {
  public constructor(
    public readonly status: 400 | 404,
    message: string,
  ) {
    super(message);
  }
}

interface Field<T> {
  readonly expected: string;
  readonly accepts: (value: unknown) => value is T;
}

export type Shape<T> = { readonly [K in keyof T]: Field<T[K]> };

const pattern = (expression: RegExp, expected: string): Field<string> => ({
  expected,
  accepts: (value): value is string => typeof value === 'string' && expression.test(value),
});

export const text = (longest: number): Field<string> => ({
  expected: `a text of 1 to ${longest} characters`,
  accepts: (value): value is string => typeof value === 'string' && value.trim() !== '' && value.length <= longest,
});

export const email = pattern(/^(?=.{3,254}$)[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an e-mail address');
export const identifier = pattern(/^[0-9a-f-]{32,36}$/, 'an id from an earlier answer');
export const currency = pattern(/^[A-Z]{3}$/, 'a currency code of three capital letters, such as EUR');
export const minorUnits: Field<number> = {
  expected: 'a whole number from 1 to 100000000000 of the smallest units of the currency, such as cents',
  accepts: (value): value is number => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1e11,
};

/** The fields of `shape` in `value`, and nothing else. Names all errors at once. */
export function conform<T>(value: unknown, shape: Shape<T>): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RequestError(400, 'Send a JSON object.');
  }
  const given = value as Record<string, unknown>;
  const fields = Object.entries(shape) as [string, Field<unknown>][];
  const errors = fields.filter(([name, field]) => !field.accepts(given[name]));
  if (errors.length > 0) {
    throw new RequestError(400, errors.map(([name, { expected }]) => `'${name}' has to be ${expected}.`).join(' '));
  }
  return Object.fromEntries(fields.map(([name]) => [name, given[name]])) as T;
}
