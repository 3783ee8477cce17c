import { createHash } from 'node:crypto';
import { Token } from 'aws-cdk-lib';

/** A hash of 8 characters. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** A name of at most so many characters: a prefix that is too long keeps its beginning, and a hash of all of it. */
export function shortName(prefix: string, suffix: string, characters: number): string {
  const most = characters - suffix.length;
  const isLong = !Token.isUnresolved(prefix) && prefix.length > most;
  return `${isLong ? `${prefix.slice(0, most - 9)}-${hashOf(prefix)}` : prefix}${suffix}`;
}
