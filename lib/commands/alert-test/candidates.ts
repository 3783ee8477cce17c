import type { Alarm, Assembly } from '../../rehearsal/assembly/model';
import { type Listener, Routes } from '../../rehearsal/preview/routes';
import { AlarmFinder, UnknownAlarm } from '../../rehearsal/testing/alarm-finder';
import { UsageError } from '../errors';

/** An alarm that can be tested: somebody hears of it. */
export interface Candidate {
  readonly alarm: Alarm;
  readonly listeners: readonly Listener[];
}

/** From the least urgent on. */
const URGENCY = ['P2', 'P1', 'P0'];

/**
 * The alarms to test, the best first: the one that is asked for; else those of which most people hear, the least urgent first.
 *
 * @throws UsageError if nobody would hear
 */
export function candidatesIn(assembly: Assembly, name: string | undefined): Candidate[] {
  const routes = new Routes(assembly);
  if (name !== undefined) return [asked(assembly, routes, name)];
  const heard = assembly.alarms
    .map((alarm) => ({ alarm, listeners: listenersOf(routes, alarm) }))
    .filter(({ listeners }) => listeners.length > 0);
  if (heard.length === 0) throw new UsageError('There is no alarm that anybody would hear of. Give the Vigil a route.');
  return heard.sort(
    (one, other) =>
      other.listeners.length - one.listeners.length ||
      urgencyOf(one) - urgencyOf(other) ||
      (one.alarm.name < other.alarm.name ? -1 : 1),
  );
}

function asked(assembly: Assembly, routes: Routes, name: string): Candidate {
  const alarm = found(assembly, name);
  const listeners = listenersOf(routes, alarm);
  if (listeners.length > 0) return { alarm, listeners };
  const route = routes.of(alarm);
  throw new UsageError(
    route.by === 'composite'
      ? `${alarm.name} tells nobody by itself: it speaks through ${route.composites.join(', ')}. Test that one.`
      : `${alarm.name} tells nobody: it is only shown. Name an alarm that has a route; 'vigil preview' lists them.`,
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

/** Each once, by however many actions. */
function listenersOf(routes: Routes, alarm: Alarm): Listener[] {
  const byWay = routes
    .listenersOf(alarm)
    .map((listener) => [`${listener.name} ${listener.notified?.channel.id}`, listener] as const);
  return [...new Map(byWay).values()];
}

const urgencyOf = ({ alarm }: Candidate): number => URGENCY.indexOf(alarm.severity);
