import { isDeepStrictEqual } from 'node:util';

/** Where an answer has another type than the sample; undefined if nowhere. Names keys of the sample only. */
export function typeDifference(sample: unknown, value: unknown, isRecursive: boolean): string | undefined {
  return differenceOfTypes(sample, value, '', isRecursive ? Number.POSITIVE_INFINITY : 1);
}

function differenceOfTypes(sample: unknown, value: unknown, path: string, depth: number): string | undefined {
  const [wanted, given] = [typeOf(sample), typeOf(value)];
  if (wanted !== given) return `${path || 'the whole'} is ${given} instead of ${wanted}`;
  if (depth === 0) return undefined;
  if (Array.isArray(sample)) {
    if (depth < Number.POSITIVE_INFINITY || sample.length === 0) return undefined;
    return first(value as unknown[], (each, index) => differenceOfTypes(sample[0], each, `${path}[${index}]`, depth));
  }
  if (!isObject(sample)) return undefined;
  return first(Object.entries(sample), ([key, each]) =>
    Object.hasOwn(value as object, key)
      ? differenceOfTypes(each, (value as Record<string, unknown>)[key], joined(path, key), depth - 1)
      : `${joined(path, key)} is missing`,
  );
}

/** Where an answer first differs from what is expected. Names keys of what is expected only. */
export function firstDifference(wanted: unknown, given: unknown, path = ''): string {
  const here = path || 'the whole';
  if (given === undefined) return `${here} is missing or not JSON`;
  if (typeOf(wanted) !== typeOf(given)) return `${here} is ${typeOf(given)} instead of ${typeOf(wanted)}`;
  if (Array.isArray(wanted) && Array.isArray(given)) {
    if (wanted.length !== given.length) return `${here} has ${given.length} elements instead of ${wanted.length}`;
    const index = wanted.findIndex((each, position) => !isDeepStrictEqual(each, given[position]));
    return firstDifference(wanted[index], given[index], `${path}[${index}]`);
  }
  if (isObject(wanted) && isObject(given)) {
    const key = Object.keys(wanted).find((each) => !isDeepStrictEqual(wanted[each], given[each]));
    if (key === undefined) return `${here} has more keys than expected`;
    return firstDifference(wanted[key], given[key], joined(path, key));
  }
  return `${here} has another value`;
}

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** There is one type of numbers: 1 and 1.0 are the same in JSON. */
function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return (
    { object: 'an object', string: 'a text', number: 'a number', boolean: 'a boolean' }[typeof value as string] ??
    'nothing'
  );
}

function first<T>(items: readonly T[], find: (item: T, index: number) => string | undefined): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
