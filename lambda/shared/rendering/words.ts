import { ANSWER_MINUTES } from '../../../lib/contracts/severity';
import type { Alert, AlertState, Child, Incident } from '../alerts/alert';
import { resourceInWords } from '../alerts/resource';
import { clock, durationInWords, timeInWords } from './times';

/** Cuts a text to a number of characters, never through the middle of one. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, Math.max(0, most - 1));
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Without what could hide or turn around what stands beside it. */
export const clean = (text: string): string =>
  text
    .replace(/(?:(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069])+/gu, ' ')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim();

/** Chat programs call people where they read such words; this way, even one that reads them wrongly does not. */
export const calm = (text: string): string => text.replace(/<(?=[!@#])|@(?=channel|here|everyone)/gi, '$&\u2060');

export const oneLine = (text: string): string => clean(text).replace(/\s+/g, ' ');

/** What is affected: `Orders in prod`. */
export function whereabouts({ component, environment }: Alert): string | undefined {
  const parts = [component, environment].flatMap((part) => (part === undefined ? [] : cut(oneLine(part), 100)));
  return parts.length === 0 ? undefined : parts.join(' in ');
}

/** `queue orders`; empty where nothing is measured. */
export const resourceName = (alert: Alert): string => cut(oneLine(resourceInWords(alert)), 100);

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Whether people recognise the resource by the name of its component: the queue `Shop-OrdersQueue1A2B` of `Orders`. */
function namedBy(component: string | undefined, { resource, contributor }: Alert): boolean {
  const known = letters(component ?? '');
  if (known === '' || contributor !== undefined) return false;
  return Object.values(resource).some((value) => letters(value).includes(known));
}

/** `P1`, `P1 OK`, `P1 ACK`, `TEST P1` */
export const badge = ({ severity, state, note, isTest }: Alert): string =>
  [isTest && 'TEST', severity, note?.badge ?? BADGES[state]].filter(Boolean).join(' ');

const BADGES: Partial<Record<AlertState, string>> = { OK: 'OK', INSUFFICIENT_DATA: 'NO DATA' };

/** The whole message in one line: `Orders in prod, queue orders: Messages wait and none is processed.` */
export function headline(alert: Alert): string {
  const { state, note, component } = alert;
  const resource = namedBy(component, alert) ? '' : resourceName(alert);
  const where = whereabouts(alert);
  const said = sentence(alert);
  const before = note === undefined ? state === 'OK' && 'Recovered' : oneLine(note.says);
  const text = before ? `${before}: ${said}` : said;
  if (where === undefined) return resource === '' ? text : `${text}, ${resource}`;
  return `${resource === '' ? where : `${where}, ${resource}`}: ${text}`;
}

/** What is wrong. A composite whose alarms could not be looked up names them. */
function sentence({ name, meaning, rule, children }: Alert): string {
  const said = (rule === undefined ? '' : oneLine(meaning)) || oneLine(name) || 'A message without text';
  const unknown = children.filter(({ alert }) => alert === undefined);
  return unknown.length > 0 && unknown.length === children.length
    ? `${said.replace(/[.:]$/, '')}: ${listed(children.map(shortName), 3)}`
    : said;
}

/** `QueueStuck` of `Shop/Orders/QueueStuck`. */
export const shortName = ({ name }: Child): string => cut(oneLine(name).replace(/^.*\/(?=.)/, ''), 80);

const listed = (names: readonly string[], most: number): string =>
  names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');

const INSTEAD: Readonly<Record<string, string>> = {
  ALARM: 'In ALARM since',
  OK: 'OK since',
  INSUFFICIENT_DATA: 'INSUFFICIENT_DATA since',
};

/** When it began, how long it took, and whether it is old news. */
export function timing({ state, changedAt, severity, note }: Alert, { startedAt, isLate, assigned }: Incident): string {
  const when = `${INSTEAD[state] ?? 'Sent'} ${timeInWords(changedAt)}`;
  const isAsked =
    state === 'ALARM' && (note === undefined || note.kind === 'raised') && assigned === undefined && !isLate;
  const answer = isAsked ? `; answer by ${clock(changedAt + ANSWER_MINUTES[severity] * 60_000)}` : '';
  const took = state === 'OK' && startedAt !== undefined ? `, after ${durationInWords(changedAt - startedAt)}` : '';
  return `${when}${answer}${took}${isLate ? ' (arrived late: its state has changed since)' : ''}`;
}
