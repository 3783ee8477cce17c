import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item of the table: all of its attributes are texts or numbers. */
export type Item = Readonly<Record<string, string | number>>;

export const toItem = (item: Item): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, typeof value === 'number' ? { N: `${value}` } : { S: value }]),
  );

export const fromItem = (item: Readonly<Record<string, AttributeValue>>): Item =>
  Object.fromEntries(Object.entries(item).map(([name, { N, S }]) => [name, N === undefined ? (S ?? '') : Number(N)]));
