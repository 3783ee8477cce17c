import { SEVERITIES } from '../../../lib/contracts/severity';
import type { Alert, Incident } from '../alerts/alert';

/** What a service for on-call is asked to do with one of its alerts. */
export interface OnCallStep {
  /** `update`: new facts about an alert that is open. */
  readonly action: 'open' | 'update' | 'acknowledge' | 'close';
  /** By which the service knows the alert again. */
  readonly key: string;
}

/**
 * What a change means for a service for on-call. It has one alert for each alarm at a time, so asking again changes nothing, and what
 * arrives late is asked for only if it still holds. An incident that becomes worse is a new alert: one that somebody has acknowledged
 * would page nobody.
 *
 * @returns nothing where there is nothing to do
 */
export function onCallSteps(alert: Alert, { isOver }: Incident): readonly OnCallStep[] {
  const { state, note } = alert;
  const [key, ...outdated] = keysOf(alert) as [string, ...string[]];
  const close = (each: string): OnCallStep => ({ action: 'close', key: each });
  if (note?.kind === 'digest') return [];
  if (state === 'OK' && note === undefined) return isOver === false ? [] : [key, ...outdated].map(close);
  if (isOver) return [];
  switch (note?.kind) {
    case 'acknowledged':
      return [{ action: 'acknowledge', key }];
    case 'joined':
    case 'updated':
    // neither service can be asked to take an acknowledgement back
    case 'released':
    case 'expired':
      return [{ action: 'update', key }];
    case 'raised':
      return [{ action: 'open', key }, ...outdated.map(close)];
    default:
      return [{ action: state === 'INSUFFICIENT_DATA' ? 'update' : 'open', key }];
  }
}

/** Why there is nothing to do; undefined where there is. */
export function unneededOnCall(alert: Alert, incident: Incident): string | undefined {
  if (onCallSteps(alert, incident).length > 0) return undefined;
  if (alert.note?.kind === 'digest') return 'A report opens no incident.';
  return incident.isOver ? 'It has ended: nobody is paged.' : 'It is in alarm again: the incident stays open.';
}

/** The alert of an incident, and those of its time before it became worse. */
function keysOf({ subject, severity, raisedAt }: Alert): string[] {
  if (raisedAt === undefined) return [subject];
  const lesser = SEVERITIES.slice(SEVERITIES.indexOf(severity) + 1);
  return [`${subject}-${severity}`, subject, ...lesser.map((each) => `${subject}-${each}`)];
}
