import { SEVERITIES } from '../../../lib/contracts/severity';
import type { Alert, Incident } from '../alerts/alert';
import { Transient } from '../failure';
import { type IncidentStore, incidentOf } from '../incidents/incident-store';
import type { Delivery } from './channel';

/** What a service for on-call is asked to do with one of its alerts. */
export interface OnCallStep {
  /** `update`: new facts about an alert that is open. */
  readonly action: 'open' | 'update' | 'acknowledge' | 'close';
  /** By which the service knows the alert again. */
  readonly key: string;
}

/**
 * What a change means for a service for on-call. It has one alert for each alarm at a time, so asking again changes nothing, and what
 * arrives late is asked for only if it still holds. An incident that becomes worse, or that nobody has any more, is a new alert: one
 * that somebody has acknowledged would page nobody. Whatever else changes opens none, since somebody may have closed it there.
 *
 * @param ownLevel the one at which the service is notified first
 * @returns nothing where there is nothing to do
 */
export function onCallSteps(alert: Alert, incident: Incident, ownLevel = 1): readonly OnCallStep[] {
  const { state, note } = alert;
  const { isOver, level = 1 } = incident;
  const [key, ...outdated] = keysOf(alert, incident) as [string, ...string[]];
  if (note?.kind === 'digest') return [];
  if (state === 'OK' && note === undefined) return isOver === false ? [] : [key, ...outdated].map(closing);
  if (isOver) return [];
  switch (note?.kind) {
    case 'acknowledged':
      return [{ action: 'acknowledge', key }];
    case 'joined':
    case 'updated':
      return [{ action: 'update', key }];
    case 'escalated':
      return [{ action: ownLevel < level ? 'update' : 'open', key }];
    case 'raised':
    case 'released':
    case 'expired':
      return [{ action: 'open', key }, ...outdated.map(closing)];
    default:
      return [{ action: state === 'INSUFFICIENT_DATA' ? 'update' : 'open', key }];
  }
}

/** A request to the service: a step for an alert. */
type Send = (alert: Alert, incident: Incident, step: OnCallStep) => Promise<void>;

/**
 * Does what one change means. What the alarm did meanwhile may have been asked for before, by another function: then the alert would
 * stay open, or be closed, for good. So how the alarm stands is looked up at the end, and before whatever was begun is tried again.
 */
export class OnCallChange {
  /** Something was done, or may have been. */
  #isBegun = false;

  public constructor(
    private readonly incidents: Pick<IncidentStore, 'find'>,
    private readonly level?: number,
  ) {}

  /** @throws Permanent or Transient; unanswered, if something may have been done */
  public async send(delivery: Delivery, send: Send): Promise<void> {
    try {
      await this.#send(delivery, send);
    } catch (failure) {
      if (!(failure instanceof Transient)) throw failure;
      this.#isBegun ||= failure.isUnanswered;
      throw this.#isBegun ? new Transient(failure.message, { ...failure, isUnanswered: true }) : failure;
    }
  }

  async #send({ alert, incident }: Delivery, send: Send): Promise<void> {
    const { subject, note } = alert;
    const known = this.#isBegun ? await this.incidents.find(subject) : undefined;
    const isOver = (known && incidentOf(known).isOver) ?? incident.isOver;
    const steps = onCallSteps(alert, { ...incident, isOver }, this.level);
    // without a step, it is here because of an earlier attempt, which may have opened what is over, or closed what is not
    this.#isBegun ||= steps.length === 0;
    const all = steps.length === 0 && isOver ? keysOf(alert, incident).map(closing) : steps;
    for (const step of all) {
      await send(alert, incident, step);
      this.#isBegun = true;
    }
    if (note === undefined) await this.#correct(alert, all[0]?.action ?? 'close', send);
  }

  /** What was done is undone if it does not hold any more. */
  async #correct(alert: Alert, done: OnCallStep['action'], send: Send): Promise<void> {
    if (done !== 'open' && done !== 'close') return;
    const known = await this.incidents.find(alert.subject);
    if (known === undefined) return;
    const newest = incidentOf(known);
    if (newest.isOver && done === 'open') {
      for (const key of keysOf(alert, newest)) await send({ ...alert, state: 'OK' }, newest, closing(key));
    }
    if (newest.isOver === false && done === 'close' && known.alert !== undefined) {
      const key = keysOf(known.alert, newest)[0] as string;
      await send(known.alert, newest, { action: 'open', key });
    }
  }
}

/** Why there is nothing to do; undefined where there is. */
export function unneededOnCall(alert: Alert, incident: Incident): string | undefined {
  if (onCallSteps(alert, incident).length > 0) return undefined;
  if (alert.note?.kind === 'digest') return 'A report opens no incident.';
  return incident.isOver ? 'It has ended: nobody is paged.' : 'It is in alarm again: the incident stays open.';
}

const closing = (key: string): OnCallStep => ({ action: 'close', key });

/** The alert of an incident, and those of its time before it became worse, or before nobody had it any more. */
function keysOf({ subject, severity, raisedAt }: Alert, { reopened }: Incident): string[] {
  const lesser = SEVERITIES.slice(SEVERITIES.indexOf(severity) + 1);
  const keys =
    raisedAt === undefined
      ? [subject]
      : [`${subject}-${severity}`, subject, ...lesser.map((each) => `${subject}-${each}`)];
  const count = reopened?.count ?? 0;
  if (count === 0) return keys;
  return [count, count - 1].flatMap((times) => keys.map((key) => (times === 0 ? key : `${key}-${times}`)));
}
