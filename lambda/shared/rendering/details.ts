import type { Alert, Incident } from '../alerts/alert';
import { factsOf, resolutionOf } from './facts';
import { isFull, measuredIn, originOf, otherChildren, quotedReason, reasonOf } from './parts';
import { cut, oneLine, timing, whereabouts } from './words';

const LONGEST = 1500;

/** All that a message says below its title, by label: for services that show a table. */
export function detailsOf(alert: Alert, incident: Incident): Record<string, string> {
  const { severity, state, steps } = alert;
  const { heading, parts } = otherChildren(alert);
  const details: readonly (readonly [string, string | undefined])[] = [
    ['State', state],
    ['Severity', severity],
    ['Where', whereabouts(alert)],
    ['When', timing(alert, incident)],
    ['Measured', measuredIn(alert).join('\n')],
    ['Reason', reasonOf(alert) || quotedReason(alert)],
    ...factsOf(alert, incident),
    ['What to do first', isFull(alert) ? listed(steps.slice(0, 3).map(oneLine)) : ''],
    [heading, parts.map((part) => [part.title, listed(part.steps)].filter(Boolean).join('\n')).join('\n')],
    ...resolutionOf(alert, incident),
    ['Alarm', oneLine(originOf(alert))],
  ];
  return Object.fromEntries(details.flatMap(([label, value]) => (value ? [[label, cut(value, LONGEST)]] : [])));
}

const listed = (steps: readonly string[]): string => steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
