import { parseDuration } from './duration';

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))/gs;

/** The value of a string literal with its quotes; within backticks, nothing is escaped. @returns undefined for an unknown escape */
export function stringOf(text: string): string | undefined {
  const inner = text.slice(1, -1);
  if (text.startsWith('`')) return inner;
  let isValid = true;
  const value = inner.replace(ESCAPE, (_, x, u, U, octal, letter) => {
    const code = x ?? u ?? U;
    if (code !== undefined || octal !== undefined) {
      const point = code === undefined ? Number.parseInt(octal, 8) : Number.parseInt(code, 16);
      if (point <= 0x10ffff) return String.fromCodePoint(point);
    } else if (ESCAPES[letter] !== undefined) return ESCAPES[letter];
    isValid = false;
    return '';
  });
  return isValid ? value : undefined;
}

/** The value of a number, of which a duration is one in seconds. @returns undefined if it is none */
export function numberOf(text: string): number | undefined {
  const plain = text.replaceAll('_', '').toLowerCase();
  if (/^[+-]?inf$/.test(plain)) return plain.startsWith('-') ? -Infinity : Infinity;
  if (plain === 'nan') return Number.NaN;
  if (/^0[0-7]+$/.test(plain)) return Number.parseInt(plain, 8);
  const value = Number(plain);
  if (plain !== '' && !Number.isNaN(value)) return value;
  const milliseconds = parseDuration(plain);
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
