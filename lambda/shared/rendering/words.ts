import { ANSWER_MINUTES } from '../../../lib/contracts/severity';
import type { Unit } from '../../../lib/rules/rule';
import type { Alert, AlertState, Child, Incident, Measurement } from '../alerts/alert';
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

const SUFFIXES: Partial<Record<Unit, string>> = { percent: ' %', times: ' times', hours: ' h', days: ' days' };
const SCALES: Partial<Record<Unit, readonly [step: number, suffix: string][]>> = {
  milliseconds: [
    [3_600_000, ' h'],
    [60_000, ' min'],
    [1000, ' s'],
    [1, ' ms'],
  ],
  seconds: [
    [3600, ' h'],
    [60, ' min'],
    [1, ' s'],
  ],
  bytes: [
    [1024 ** 3, ' GiB'],
    [1024 ** 2, ' MiB'],
    [1024, ' KiB'],
    [1, ' bytes'],
  ],
};

/** A number with its unit: `87 %`, `1.5 s`, `20 GiB`. */
export function quantity(value: number, unit: Unit | undefined): string {
  const scale = unit && SCALES[unit];
  const [step, suffix] = scale?.find(([each]) => Math.abs(value) >= each) ?? scale?.at(-1) ?? [1, ''];
  return `${rounded(value / step)}${scale === undefined ? ((unit && SUFFIXES[unit]) ?? '') : suffix}`;
}

/** Three digits at least, and thousands apart. As `toLocaleString` writes it, whose first call takes as long as a client of the SDK. */
function rounded(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toExponential(2);
  return size < 100 ? `${Number(value.toPrecision(3))}` : value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',');
}

const BROKEN: Readonly<Record<string, string>> = {
  '>=': 'limit',
  '>': 'limit',
  '<=': 'lower limit',
  '<': 'lower limit',
};

/** `Errors (Sum): 87 % (limit 50 %)`, as much of it as is known. */
export function measurementInWords(measurement: Measurement): string {
  const { label, statistic } = measurement;
  return `${oneLine(label)}${statistic === undefined ? '' : ` (${oneLine(statistic)})`}: ${valueAndLimit(measurement)}`;
}

/** `87 % (limit 50 %)` */
export function valueAndLimit({ value, threshold, comparison, unit }: Measurement): string {
  const limit =
    threshold === undefined
      ? comparison && 'limit: the expected band'
      : `${BROKEN[comparison ?? ''] ?? 'limit'} ${quantity(threshold, unit)}`;
  const shown = value === undefined ? 'no data' : quantity(value, unit);
  return `${shown}${limit === undefined ? '' : ` (${limit})`}`;
}

/** `4 of 10 periods of 1 min`, `over 5 min` */
export function evaluationInWords({ breaching, of, periodSeconds }: Measurement): string | undefined {
  if (of === undefined || periodSeconds === undefined) return undefined;
  const period = durationInWords(periodSeconds * 1000);
  return of === 1 ? `over ${period}` : `${breaching ?? of} of ${of} periods of ${period}`;
}

/** What is affected: `Orders in prod`. */
export function whereabouts({ component, environment }: Alert): string | undefined {
  const parts = [component, environment].flatMap((part) => (part === undefined ? [] : oneLine(part)));
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
