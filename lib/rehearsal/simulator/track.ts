import type { AlarmState, StateChange, Track } from './model';

/** The state of an alarm after everything that happens at a time. */
export const stateAt = (track: Track, time: number): AlarmState => latestChange(track, time)?.to ?? track.initial;

/** The last change up to a time. */
export function latestChange({ changes }: Track, time: number): StateChange | undefined {
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((changes[middle]?.time as number) <= time) low = middle + 1;
    else high = middle;
  }
  return changes[low - 1];
}
