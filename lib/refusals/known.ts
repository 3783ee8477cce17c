/** The properties of a resource as CloudFormation takes them. What only deployment knows stands there as a text such as `${Stage}`. */
export type Properties = Readonly<Record<string, unknown>>;

/** Known only at deployment: a parameter, a token of CDK, a dynamic reference. It may be of any type, and may be nothing. */
export const isUnknown = (value: unknown): boolean => typeof value === 'string' && /\$\{|\{\{resolve:/.test(value);

/** It is there, and known. */
export const isKnown = (value: unknown): boolean => value !== undefined && !isUnknown(value);

export const isObject = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectIn = (value: unknown): Properties => (isObject(value) ? value : {});
export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** CloudFormation takes 60 where it wants "60", and the other way round. Undefined: no text, or not known. */
export function textIn(value: unknown): string | undefined {
  if (isUnknown(value)) return undefined;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function numberIn(value: unknown): number | undefined {
  const text = typeof value === 'boolean' ? undefined : textIn(value)?.trim();
  return text === undefined || text === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
}

export function booleanIn(value: unknown): boolean | undefined {
  const text = textIn(value)?.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}
