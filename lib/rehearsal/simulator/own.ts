/** A lookup without inherited members: metrics and dimensions may be called `constructor` or `toString`. */
export const own = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
