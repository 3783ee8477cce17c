import { ACKNOWLEDGED_MINUTES } from '../../../lib/contracts/severity';
import type { Alert, Assignment } from '../alerts/alert';
import type { Target } from './acknowledge-link';
import { withEvent } from './incident-events';
import { type Handling, type IncidentRecord, type IncidentStore, incidentOf } from './incident-store';

/**
 * Changes what people have made of the incident that began then, for nobody else at the same time.
 *
 * @param work returns undefined if nothing is to be changed
 * @returns how the incident stands; undefined where the alarm is in another one
 */
export async function handle(
  incidents: IncidentStore,
  { subject, startedAt }: Target,
  work: (handled: Handling, known: IncidentRecord) => Handling | undefined,
): Promise<IncidentRecord | undefined> {
  const known = await incidents.change(subject, (old) => {
    if (old === undefined || incidentOf(old).startedAt !== startedAt) return undefined;
    const handled = work(old.handled?.startedAt === startedAt ? old.handled : { startedAt }, old);
    return handled && { ...old, handled };
  });
  return known !== undefined && incidentOf(known).startedAt === startedAt ? known : undefined;
}

/** Whether somebody has the incident: not if the acknowledgement has expired, even before everybody is notified of that. */
export const isHeld = ({ until }: Assignment, now: number): boolean => until > now;

/** Acknowledges an incident that is open and that nobody has. */
export function acknowledge(
  incidents: IncidentStore,
  target: Target,
  { by, at, minutes }: { readonly by: string; readonly at: number; readonly minutes?: number },
): Promise<IncidentRecord | undefined> {
  return handle(incidents, target, (handled, known) => {
    const { isOpen, assigned } = incidentOf(known);
    if (!isOpen || (assigned && isHeld(assigned, at)) || known.alert === undefined) return undefined;
    const events = withEvent(handled.events, { kind: 'acknowledged', at, by });
    return { ...handled, events, assigned: { by, at, until: heldUntil(at, known.alert, minutes) } };
  });
}

/**
 * Releases an incident that somebody has: the time to acknowledge begins again.
 *
 * @param of when it was acknowledged: no other acknowledgement is released; undefined: whichever there is
 */
export function release(
  incidents: IncidentStore,
  target: Target,
  { by, at, of }: { readonly by: string; readonly at: number; readonly of?: number },
): Promise<IncidentRecord | undefined> {
  return handle(incidents, target, (handled, known) => {
    const isMeant = of === undefined || handled.assigned?.at === of;
    return incidentOf(known).isOpen && isMeant ? reopened(handled, at, by) : undefined;
  });
}

/** An incident that nobody has any more. */
export function reopened(handled: Handling, at: number, by?: string): Handling | undefined {
  const { assigned, ...rest } = handled;
  if (assigned === undefined) return undefined;
  const count = (handled.reopened?.count ?? 0) + 1;
  const event = by === undefined ? { kind: 'expired' as const, by: assigned.by } : { kind: 'released' as const, by };
  const events = withEvent(handled.events, { ...event, at });
  return {
    ...rest,
    events,
    reopened: { at, level: handled.level ?? 1, count, of: assigned, ...(by !== undefined && { by }) },
  };
}

/** When an acknowledgement, or an update of whoever has it, has to be followed by another. */
export const heldUntil = (at: number, { severity }: Alert, minutes = ACKNOWLEDGED_MINUTES[severity]): number =>
  at + minutes * 60_000;
