import type { Alert, Fact, Incident } from '../alerts/alert';
import { isBrief } from '../alerts/note';
import { QUIET_MS } from '../incidents/timeline';
import { clock, durationInWords, timeInWords } from './times';
import { cut, oneLine } from './words';

const LONGEST_FACT = 500;

/** Lines with a label: who has it and what comes next, what people have found, what is left to fill in. */
export function factsOf(alert: Alert, incident: Incident): Fact[] {
  const facts = alert.note?.facts ?? [];
  const all = [...facts, ...(isBrief(alert) ? [] : [...handlingOf(alert, incident), ...flappingOf(alert, incident)])];
  return all.map(([label, value]) => [label, cut(oneLine(value), LONGEST_FACT)]);
}

function handlingOf({ state, severity }: Alert, { followUp, assigned, level = 1 }: Incident): Fact[] {
  if (state !== 'ALARM' || severity === 'P3' || followUp === undefined) return [];
  const status = assigned !== undefined ? 'acknowledged' : level > 1 ? `open, level ${level} notified` : 'open';
  const next = followUp.next && `level ${followUp.next.level} is notified at ${clock(followUp.next.at)}`;
  return [
    ['Assigned', assigned === undefined ? 'nobody yet' : `${assigned.by}, since ${timeInWords(assigned.at)}`],
    ['Status', status],
    ...(assigned === undefined && next !== undefined ? [['If not acknowledged', next] as const] : []),
  ];
}

function flappingOf({ changedAt }: Alert, { flapping }: Incident): Fact[] {
  if (flapping === undefined) return [];
  const { changes, since, begins } = flapping;
  const quiet = durationInWords(QUIET_MS);
  return [
    begins
      ? [
          'Flapping',
          `${changes} changes in ${durationInWords(changedAt - since)}; further changes are sent together, after ${quiet} without one`,
        ]
      : ['Flapping', `${changes} changes in ${durationInWords(changedAt - since)}, then ${quiet} without one`],
  ];
}

/** What is left for people to fill in when an alarm has recovered, with what they have said meanwhile. */
export function resolutionOf({ state, note }: Alert, { startedAt, found }: Incident): Fact[] {
  if (state !== 'OK' || startedAt === undefined || note !== undefined) return [];
  const known = (text: string | undefined) => (text === undefined ? '…' : cut(oneLine(text), LONGEST_FACT));
  return [
    ['Root cause', known(found?.cause)],
    ['Fix', known(found?.action)],
    ['Prevention', '…'],
    ['Post-mortem', '…'],
  ];
}

export const inLine = ([label, value]: Fact): string => `${label}: ${value}`;
