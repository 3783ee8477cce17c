import type { Scalar } from 'yaml';

/**
 * Keeps the text of a plain number that would not come back from it: leading zeros, as in the id of an account; `0x59`; more digits than a
 * number holds; `e1`, which the grammar of YAML 1.1 takes for a number without digits.
 */
export function keepDigits(scalar: Scalar): void {
  const { source = '', value } = scalar;
  if (typeof value !== 'number' && typeof value !== 'bigint') return;
  const isTooLong = /^[-+]?\d+$/.test(source) && !Number.isSafeInteger(Number(value));
  const isNone = Number.isNaN(value) && !/^\.nan$/i.test(source);
  if (/^[-+]?0[\dxob]/i.test(source) || isTooLong || isNone) scalar.value = source;
}
