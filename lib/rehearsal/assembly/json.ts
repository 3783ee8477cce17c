/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** Templates are written by hand too: a value of an unexpected type reads as empty or absent. */
export const objectIn = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
export const listIn = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);
export const objectsIn = (value: Json | undefined): JsonObject[] => listIn(value).filter(isObject);
export const textsIn = (value: Json | undefined): string[] => listIn(value).flatMap((item) => textIn(item) ?? []);

/** CloudFormation accepts 60 for "60", and vice versa. */
export function textIn(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function numberIn(value: Json | undefined): number | undefined {
  const text = textIn(value);
  return text === undefined || text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
}

export function booleanIn(value: Json | undefined): boolean | undefined {
  const text = textIn(value)?.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}
