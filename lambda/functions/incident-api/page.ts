import { createHash } from 'node:crypto';
import type { Alert, Assignment } from '../../shared/alerts/alert';
import { timeInWords } from '../../shared/rendering/times';
import { badge, cut, headline } from '../../shared/rendering/words';

/** An answer to a browser, as function URLs take it. */
export interface PageResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const LONGEST_NAME = 60;

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
export function question(alert: Alert, startedAt: number, fault?: string): PageResponse {
  const summary = `[${badge(alert)}] ${cut(headline(alert), 250)}`;
  const body = `<p>${escaped(summary)}</p><p>Since ${escaped(timeInWords(startedAt))}.</p>
<form method="post"><label>Your name
<input name="by" required maxlength="${LONGEST_NAME}" autocomplete="name" autofocus></label>
${fault === undefined ? '' : `<p role="alert">${escaped(fault)}</p>`}
<button>Acknowledge</button></form>
<p>It is not escalated any further then, and the channels show that you have acknowledged it.</p>`;
  return page(fault === undefined ? 200 : 400, 'Acknowledge this incident', body);
}

export const taken = ({ by, at }: Assignment): PageResponse =>
  message(200, 'Already acknowledged', `${by} acknowledged this incident at ${timeInWords(at)}.`);

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
