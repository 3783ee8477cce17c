/** In the order in which the keys first come. */
export function groups<T, K>(items: readonly T[], keyOf: (item: T) => K): [K, T[]][] {
  const found = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = found.get(key);
    if (known === undefined) found.set(key, [item]);
    else known.push(item);
  }
  return [...found];
}

/** Of at most `size` items each, about as many in each. */
export function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  const each = Math.ceil(items.length / count);
  return Array.from({ length: count }, (_, index) => items.slice(index * each, (index + 1) * each));
}

/** In their order, each list as long as it may be. An item that does not fit alone has a list of its own. */
export function packed<T>(items: readonly T[], fits: (list: readonly T[]) => boolean): T[][] {
  const lists: T[][] = [];
  for (const item of items) {
    const last = lists.at(-1);
    if (last !== undefined && fits([...last, item])) last.push(item);
    else lists.push([item]);
  }
  return lists;
}
