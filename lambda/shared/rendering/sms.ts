import type { Alert, Incident } from '../alerts/alert';
import { isFull } from './parts';
import { badge, clock, cut, durationInWords, headline, valueAndLimit } from './words';

/** One part in the alphabet of telephones, and one in any other script. */
const GSM_PART = 160;
const UNICODE_PART = 70;

/** What needs two places in a telephone's alphabet, or is not in it, and what stands for it. */
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

/** One part where possible: what broke, how far, since when. */
export function smsText(alert: Alert, incident: Incident): string {
  const { measurement, state, changedAt, note } = alert;
  const value =
    isFull(alert) && state === 'ALARM' && measurement?.value !== undefined ? `${valueAndLimit(measurement)}, ` : '';
  const end =
    state === 'OK' && incident.startedAt !== undefined
      ? `After ${durationInWords(changedAt - incident.startedAt)}.`
      : `${value}${clock(note?.at ?? changedAt)}`;
  const plain = inTelephoneAlphabet(`${badge(alert)} ${headline(alert)}`);
  const most = (isInTelephoneAlphabet(plain) ? GSM_PART : UNICODE_PART) - end.length - 1;
  const said = shortened(plain, most - 1);
  return `${said}${/[.!?…]$/.test(said) ? '' : '.'} ${end}`;
}

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
