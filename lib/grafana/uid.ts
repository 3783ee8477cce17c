import { createHash } from 'node:crypto';

/** Grafana's limit. */
const LONGEST = 40;

/** The uid of a dashboard: the same whenever it is exported, so that links stay valid. */
export function uidOf(name: string): string {
  if (name.length <= LONGEST && /^[\w-]+$/.test(name)) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 10);
  return `${name.replace(/[^\w-]+/g, '-').slice(0, LONGEST - 1 - hash.length)}-${hash}`;
}
