import type { AlarmState, Track } from './model';

/** The state of an alarm after everything that happens at a time. */
export const stateAt = ({ initial, changes }: Track, time: number): AlarmState =>
  changes[changesUntil({ changes }, time) - 1]?.to ?? initial;

/** How many changes there are up to a time. */
function changesUntil({ changes }: Pick<Track, 'changes'>, time: number): number {
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((changes[middle]?.time as number) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
