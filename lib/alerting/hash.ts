import { createHash } from 'node:crypto';

/** Eight characters that tell texts apart. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
