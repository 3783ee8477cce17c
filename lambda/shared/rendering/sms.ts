import type { Alert, Incident } from '../alerts/alert';
import { isBrief } from '../alerts/note';
import { isWithoutData, valueAndLimit, valueInWords } from './measurement-text';
import { clock, durationInWords } from './times';
import { badge, cut, headline, oneLine, resourceName } from './words';

/** One SMS in GSM 03.38, and one in any other script. */
const GSM_PART = 160;
const UNICODE_PART = 70;

/** Characters that take two units of GSM 03.38, or are not in it, and what replaces them. */
const INSTEAD: Readonly<Record<string, string>> = {
  '[': '(',
  ']': ')',
  '{': '(',
  '}': ')',
  '^': "'",
  '~': '-',
  '|': '/',
  '\\': '/',
  '`': "'",
  '…': '...',
  '“': '"',
  '”': '"',
  '’': "'",
  '–': '-',
  '—': '-',
};

/** One part where possible: severity, what is wrong, its value, since when, and where, as far as there is room. */
export function smsText(alert: Alert, incident: Incident): string {
  const { changedAt, note } = alert;
  const plain = inTelephoneAlphabet(`${stateBadge(alert)} ${headline(alert)}`);
  const part = isInTelephoneAlphabet(plain) ? GSM_PART : UNICODE_PART;
  const value = isBrief(alert) ? '' : measuredOf(alert, Math.floor(part / 3));
  const late = incident.isLate ? ', arrived late' : '';
  const took = `${tookInWords(alert, incident) ?? clock(note?.at ?? changedAt)}${late}`;
  const end = value === '' ? took.replace(/^a/, 'A') : `${value}, ${took}`;
  const said = shortened(plain, part - end.length - 2);
  return places(alert).reduce(
    (text, where) => (text.includes(where) || text.length + where.length + 2 > part ? text : `${text}, ${where}`),
    `${said}${/[.!?…]$/.test(said) ? '' : '.'} ${end}`,
  );
}

const tookInWords = ({ state, changedAt }: Alert, { startedAt }: Incident): string | undefined =>
  state === 'OK' && startedAt !== undefined ? `after ${durationInWords(changedAt - startedAt)}` : undefined;

/** A telephone shows no colour: the state is a word. */
const stateBadge = (alert: Alert): string =>
  alert.state === 'ALARM' && (alert.note === undefined || alert.note.kind === 'escalated')
    ? badge(alert).replace(/^((?:TEST )?P\d)/, '$1 ALARM')
    : badge(alert);

/** The value against its limit; without one, the beginning of the reason. */
function measuredOf(alert: Alert, most: number): string {
  const plain = inTelephoneAlphabet(measurementOrReason(alert)).replace(/\.$/, '');
  return isInTelephoneAlphabet(plain) ? shortened(plain, most) : '';
}

function measurementOrReason(alert: Alert): string {
  const { measurement, reason, children, name } = alert;
  if (measurement?.value !== undefined) return valueAndLimit(measurement);
  if (isWithoutData(alert)) return valueInWords(alert).replace(/^n/, 'N');
  const words = oneLine(reason).replace(/arn:[^\s:]*:cloudwatch:[^\s:]*:[^\s:]*:alarm:/g, '');
  return children.length > 0 ? '' : words.replace(name, '').trim();
}

const places = (alert: Alert): string[] =>
  [resourceName(alert), alert.region, alert.account]
    .map((where) => inTelephoneAlphabet(where ?? ''))
    .filter((where) => where !== '' && isInTelephoneAlphabet(where));

function inTelephoneAlphabet(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/\p{Extended_Pictographic}|\p{Cf}|[\ufe0f\u20e3]/gu, '')
    .replace(/[^\x20-\x7e]|[[\]{}^~|\\`]/g, (character) => INSTEAD[character] ?? character)
    .replace(/\s+/g, ' ')
    .trim();
}

const isInTelephoneAlphabet = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

const shortened = (text: string, most: number): string =>
  isInTelephoneAlphabet(text) && text.length > most ? `${text.slice(0, most - 3).trimEnd()}...` : cut(text, most);
