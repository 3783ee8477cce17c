import type { AlertState, Flapping } from '../alerts/alert';

/** One change of an alarm's state. */
export interface Change {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly state: AlertState;
}

/** Where an alarm stands after some of its changes. */
export interface TimelineState {
  /** When the incident began that is open, or that the last change has ended. */
  readonly startedAt?: number;
  readonly isOpen: boolean;
  /** The times of the last changes, as many as flapping needs. */
  readonly times: readonly number[];
  readonly flapping?: Flapping;
}

/** The newest changes of an alarm, in order, and where it stood before them. */
export interface Timeline {
  readonly before: TimelineState;
  readonly changes: readonly Change[];
}

/** Three changes in ten minutes; over when there was none for as long. */
const FLAPPING_CHANGES = 3;
export const QUIET_MS = 10 * 60_000;
const MOST_CHANGES = 30;

export const EMPTY_TIMELINE: Timeline = { before: { isOpen: false, times: [] }, changes: [] };

/** Adds a change in the order of time. The same changes make the same timeline, in whatever order they arrive and however often. */
export function withChange(timeline: Timeline, change: Change): Timeline {
  if (knows(timeline, change)) return timeline;
  const all = [...timeline.changes, change].sort(inOrder);
  const dropped = all.slice(0, -MOST_CHANGES);
  return { before: dropped.reduce(after, timeline.before), changes: all.slice(-MOST_CHANGES) };
}

/** Whether a change has been added, or is older than all that is kept. */
export function knows({ before, changes }: Timeline, { at, state }: Change): boolean {
  const isForgotten = at <= (before.times.at(-1) ?? Number.NEGATIVE_INFINITY);
  return isForgotten || changes.some((each) => each.at === at && each.state === state);
}

/** Where the alarm stood after a change. */
export const stateAfter = ({ before, changes }: Timeline, change: Change): TimelineState =>
  changes.filter((each) => inOrder(each, change) <= 0).reduce(after, before);

export const stateOf = ({ before, changes }: Timeline): TimelineState => changes.reduce(after, before);

export const newestOf = ({ changes }: Timeline): Change | undefined => changes.at(-1);

function after(position: TimelineState, { at, state }: Change): TimelineState {
  const times = [...position.times, at].slice(-FLAPPING_CHANGES);
  const flapping = flappingAt(position, times);
  const isOpen = state === 'ALARM' || (state !== 'OK' && position.isOpen);
  const goesOn = position.isOpen || flapping !== undefined;
  const startedAt = (goesOn ? position.startedAt : undefined) ?? (isOpen ? at : undefined);
  return { isOpen, times, startedAt, flapping };
}

function flappingAt({ flapping, times: earlier }: TimelineState, times: readonly number[]): Flapping | undefined {
  const [first = 0, now = 0] = [times[0], times.at(-1)];
  const isQuiet = now - (earlier.at(-1) ?? 0) >= QUIET_MS;
  if (flapping !== undefined && !isQuiet) return { ...flapping, changes: flapping.changes + 1, begins: false };
  if (times.length < FLAPPING_CHANGES || now - first >= QUIET_MS) return undefined;
  return { since: first, changes: FLAPPING_CHANGES, begins: true };
}

/** Of changes in the same millisecond, recovery is the later one. */
const inOrder = (a: Change, b: Change): number => a.at - b.at || (a.state < b.state ? -1 : a.state > b.state ? 1 : 0);
