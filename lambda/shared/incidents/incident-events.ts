import type { Update } from '../../../lib/contracts/incident-update';

/** What people and timers did in an incident, besides the changes of its alarm. */
export type IncidentEvent = { /** Milliseconds since 1970. */ readonly at: number } & (
  | { readonly kind: 'acknowledged' | 'released'; readonly by: string }
  /** @param by whose acknowledgement has expired */
  | { readonly kind: 'expired'; readonly by: string }
  | { readonly kind: 'escalated'; readonly level: number }
  | ({ readonly kind: 'updated'; readonly by: string } & Update)
);

/** An item holds eight times as much. */
const MOST_CHARACTERS = 50_000;

/** Adds an event, once. Where there is more than fits, the oldest are dropped. */
export function withEvent(events: readonly IncidentEvent[] = [], event: IncidentEvent): readonly IncidentEvent[] {
  const text = JSON.stringify(event);
  if (events.some((each) => JSON.stringify(each) === text)) return events;
  const all = [...events, event];
  while (all.length > 1 && JSON.stringify(all).length > MOST_CHARACTERS) all.shift();
  return all;
}
