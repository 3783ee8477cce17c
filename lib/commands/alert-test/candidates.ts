import type { Alarm, Assembly } from '../../rehearsal/assembly/model';
import { type Recipient, Routes } from '../../rehearsal/preview/routes';
import { AlarmFinder, UnknownAlarm } from '../../rehearsal/testing/alarm-finder';
import { UsageError } from '../errors';

/** An alarm that can be tested: it has recipients. */
export interface Candidate {
  readonly alarm: Alarm;
  readonly recipients: readonly Recipient[];
}

/** From the least urgent on. */
const URGENCY = ['P2', 'P1', 'P0'];

/**
 * The alarm of that name, or else all alarms with recipients: those with most recipients first, then the least urgent.
 *
 * @throws UsageError if there are no recipients
 */
export function candidatesIn(assembly: Assembly, name: string | undefined): Candidate[] {
  const routes = new Routes(assembly);
  if (name !== undefined) return [asked(assembly, routes, name)];
  const withRecipients = assembly.alarms
    .map((alarm) => ({ alarm, recipients: recipientsOf(routes, alarm) }))
    .filter(({ recipients }) => recipients.length > 0);
  if (withRecipients.length === 0) throw new UsageError('No alarm has a recipient. Add a route to the Vigil.');
  return withRecipients.sort(
    (one, other) =>
      other.recipients.length - one.recipients.length ||
      urgencyOf(one) - urgencyOf(other) ||
      (one.alarm.name < other.alarm.name ? -1 : 1),
  );
}

function asked(assembly: Assembly, routes: Routes, name: string): Candidate {
  const alarm = found(assembly, name);
  const recipients = recipientsOf(routes, alarm);
  if (recipients.length > 0) return { alarm, recipients };
  const route = routes.of(alarm);
  throw new UsageError(
    route.by === 'composite'
      ? `${alarm.name} has no actions of its own; it notifies through the composite alarm ${route.composites.join(', ')}. Test that alarm.`
      : `${alarm.name} is on the dashboard only. Name an alarm that has a route; 'vigil preview' lists them.`,
  );
}

function found(assembly: Assembly, name: string): Alarm {
  try {
    return new AlarmFinder(assembly.alarms).find(name);
  } catch (error) {
    if (!(error instanceof UnknownAlarm)) throw error;
    throw new UsageError(error.message.replace(/^t/, 'T'));
  }
}

/** Each recipient once, however many actions lead to it. */
function recipientsOf(routes: Routes, alarm: Alarm): Recipient[] {
  const byWay = routes
    .recipientsOf(alarm)
    .map((recipient) => [`${recipient.name} ${recipient.notified?.channel.id}`, recipient] as const);
  return [...new Map(byWay).values()];
}

const urgencyOf = ({ alarm }: Candidate): number => URGENCY.indexOf(alarm.severity);
