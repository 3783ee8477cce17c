const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Milliseconds of a duration as Go writes it: `48h`, `1h30m`, `1.5s`; undefined if it is none. */
export function durationOf(text: string): number | undefined {
  const [whole, sign, parts] = /^([+-]?)((?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+)$/.exec(text) ?? [];
  if (whole === undefined || parts === undefined) return undefined;
  let sum = 0;
  for (const [, count, unit] of parts.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)) {
    sum += Number(count) * (UNITS[unit as string] as number);
  }
  return sign === '-' ? -sum : sum;
}

/** An integer in the notations of Go: decimal, `0x1f`, `0o17`, `0b11`. */
export function integerOf(text: string): bigint | undefined {
  const [whole, sign, digits] = /^([+-]?)(\d+|0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.exec(text) ?? [];
  if (whole === undefined || digits === undefined) return undefined;
  return sign === '-' ? -BigInt(digits) : BigInt(digits);
}

/** A number, or a duration in milliseconds. */
export function quantityOf(text: string): number | undefined {
  const integer = integerOf(text);
  if (integer !== undefined) return Number(integer);
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return Number(text);
  return durationOf(text);
}
