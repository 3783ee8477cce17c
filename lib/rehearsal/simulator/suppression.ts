import type { StateChange, Track } from './model';

/** A change of state whose actions are performed, when they are. */
export interface Performed {
  readonly time: number;
  readonly change: StateChange;
}

/** How long a composite's actions wait for its suppressor to go into ALARM, and on after it left it. */
export interface Patience {
  readonly waitSeconds: number;
  readonly extensionSeconds: number;
}

/**
 * Which actions of a composite are performed although it has a suppressor, and when: once a wait is over in which the suppressor
 * did not go into ALARM, or the extension after it has left ALARM. Each new change of the composite starts a new wait.
 */
export function unsuppressed(composite: Track, suppressor: Track, patience: Patience, end: number): Performed[] {
  const performed: Performed[] = [];
  let pending: StateChange | undefined;
  let expiry = Number.POSITIVE_INFINITY;
  let isSuppressed = suppressor.initial === 'ALARM';

  const performUntil = (time: number): void => {
    if (expiry > time) return;
    if (pending !== undefined) performed.push({ time: expiry, change: pending });
    pending = undefined;
    expiry = Number.POSITIVE_INFINITY;
  };
  // of what happens at the same time the suppressor comes first: it need not go into ALARM earlier than the wait ends
  const events = [
    ...suppressor.changes.map((change) => ({ change, isSuppressor: true })),
    ...composite.changes.map((change) => ({ change, isSuppressor: false })),
  ].sort((one, other) => one.change.time - other.change.time || Number(other.isSuppressor) - Number(one.isSuppressor));

  for (const { change, isSuppressor } of events) {
    const { time, from, to } = change;
    if (isSuppressor) {
      performUntil(time - 1);
      if (to === 'ALARM') expiry = Number.POSITIVE_INFINITY;
      else if (from === 'ALARM') expiry = time + patience.extensionSeconds;
      isSuppressed = to === 'ALARM';
    } else {
      performUntil(time);
      pending = change;
      if (!isSuppressed) expiry = time + patience.waitSeconds;
    }
  }
  performUntil(end);
  return performed;
}
