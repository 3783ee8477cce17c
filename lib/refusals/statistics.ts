import { NotModelled } from '../rehearsal/simulator/model';
import { statisticNamed } from '../rehearsal/simulator/statistic';

/** Whether CloudWatch has a statistic of this name. The letters of trimmed statistics may be small or capital. */
export const isStatistic = (name: string): boolean =>
  isNamed(name) || (name.includes('(') && isNamed(name.toUpperCase()));

function isNamed(name: string): boolean {
  try {
    statisticNamed(name);
    return true;
  } catch (error) {
    if (error instanceof NotModelled) return false;
    throw error;
  }
}
