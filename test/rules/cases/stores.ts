import { timeToEmpty } from '../depletions';
import { each, type Shape } from '../shapes';

export const CASES: Readonly<Record<string, Shape>> = {
  ProxyConnections: each(
    (level) => ({ used: level, allowed: 100 }),
    () => ({ used: 20, allowed: 100 }),
  ),
  ProxyWaiting: each(
    (level) => ({ m: 1000 * level }),
    () => ({ m: 4000 }),
  ),
  FileSystemCredits: timeToEmpty({ floor: true, ceiling: true }),
};
