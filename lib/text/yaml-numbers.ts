import type { Scalar } from 'yaml';

/**
 * Keeps the text of a plain number that would not come back from it: leading zeros, as in the id of an account; `0x59`; more digits than a
 * number holds.
 */
export function keepDigits(scalar: Scalar): void {
  const { source = '', value } = scalar;
  if (typeof value !== 'number' && typeof value !== 'bigint') return;
  const isTooLong = /^[-+]?\d+$/.test(source) && !Number.isSafeInteger(Number(value));
  if (/^[-+]?0[\dxob]/i.test(source) || isTooLong) scalar.value = source;
}
