import { createHash } from 'node:crypto';
import { LONGEST_NAME } from '../../../lib/contracts/incident-api';
import type { Alert, Assignment } from '../../shared/alerts/alert';
import { timeInWords } from '../../shared/rendering/times';
import { badge, cut, headline } from '../../shared/rendering/words';

/** An answer to a browser, as API Gateway takes it. */
export interface PageResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const STYLE =
  ':root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:10vh auto;padding:0 1rem}' +
  'input,button{font:inherit;padding:.6rem;width:100%;box-sizing:border-box;margin-top:.4rem}button{background:#1d6fb8;color:#fff;border:0;border-radius:.3rem}';

/** Nothing but this style, and a form that goes where it came from. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  // whoever has the address can acknowledge the incident
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'strict-transport-security': 'max-age=31536000',
  'x-robots-tag': 'noindex',
};

/** A page that says one thing. */
export const message = (statusCode: number, title: string, text: string): PageResponse =>
  page(statusCode, title, `<p>${escaped(text)}</p>`);

/** Asks for a name: a program that only opens links acknowledges nothing. */
export function question(alert: Alert, startedAt: number, mistake?: string): PageResponse {
  const summary = `[${badge(alert)}] ${cut(headline(alert), 250)}`;
  const body = `<p>${escaped(summary)}</p><p>Since ${escaped(timeInWords(startedAt))}.</p>
${form({ action: 'acknowledge' }, mistake)}
<p>It is not escalated then until your acknowledgement expires, and the channels show that you have acknowledged it.</p>`;
  return page(mistake === undefined ? 200 : 400, 'Acknowledge this incident', body);
}

export const acknowledged = ({ by, until }: Assignment): PageResponse =>
  message(
    200,
    'Acknowledged',
    `Thank you, ${by}. The channels show it in a moment. It expires at ${timeInWords(until)}, unless you send an update.`,
  );

/** Who has it: whoever has the link can release it. */
export function taken({ by, at, until }: Assignment, mistake?: string): PageResponse {
  const text = `${by} acknowledged this incident at ${timeInWords(at)}, until ${timeInWords(until)}.`;
  const body = `<p>${escaped(text)}</p>
${form({ action: 'release', of: at }, mistake)}
<p>It is open again then: the channels show it, and it is escalated unless somebody acknowledges it.</p>`;
  return page(mistake === undefined ? 200 : 400, 'Already acknowledged', body);
}

export const released = (by: string): PageResponse =>
  message(200, 'Released', `Thank you, ${by}. The incident is open again. The channels show it in a moment.`);

/** What is done, and of a release when what it releases was acknowledged. */
interface Hidden {
  readonly action: 'acknowledge' | 'release';
  readonly of?: number;
}

const form = ({ action, of }: Hidden, mistake: string | undefined): string =>
  `<form method="post"><input type="hidden" name="action" value="${action}">${of === undefined ? '' : `<input type="hidden" name="of" value="${of}">`}<label>Your name
<input name="by" required maxlength="${LONGEST_NAME}" autocomplete="name" autofocus></label>
${mistake === undefined ? '' : `<p role="alert">${escaped(mistake)}</p>`}
<button>${action === 'acknowledge' ? 'Acknowledge' : 'Release'}</button></form>`;

function page(statusCode: number, title: string, body: string): PageResponse {
  const html = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title><style>${STYLE}</style>
<main><h1>${escaped(title)}</h1>${body}</main></html>
`;
  return { statusCode, headers: HEADERS, body: html };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
