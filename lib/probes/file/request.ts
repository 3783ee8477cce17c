import type { HttpRequest } from '../../contracts/health-checks';
import { parseReference } from '../conditions/parse';
import { CONTEXT_USE } from '../context';
import { pointerPart, type Report } from './report';
import type { RequestSettings } from './settings';
import { checkRequestUrl, UrlError } from './targets';

/** As browsers, and as Gatus. */
const DEFAULT_REDIRECTS = 10;

/** Headers that carry what opens doors. */
export const SECRET_HEADER = /^(proxy-)?authorization$|^cookie$|token|secret|password|api-?key/i;

/** The request of a service or of a step; reports its mistakes. @param stored names of values that earlier steps store */
export function requestOf(
  settings: RequestSettings & { readonly url: string },
  pointer: string,
  stored: readonly string[],
  report: Report,
): HttpRequest {
  const { url, payload, headers = {}, redirects = DEFAULT_REDIRECTS } = settings;
  const method = settings.http_method ?? (payload === undefined ? 'GET' : 'POST');
  reportUrlErrors(`${pointer}/url`, report, () => checkRequestUrl(url));
  checkUses(url, `${pointer}/url`, stored, report);
  if (payload !== undefined && (method === 'GET' || method === 'HEAD')) {
    report.add(`${pointer}/payload`, `a ${method} request has no payload. Use another "http_method".`);
  }
  checkUsesIn(payload, `${pointer}/payload`, stored, report);
  checkHeaders(headers, pointer, stored, report);
  return { url, method, headers, redirects, ...(payload !== undefined && { payload }) };
}

/** Does what may find a mistake of a URL, and reports it. */
export function reportUrlErrors<T>(pointer: string, report: Report, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UrlError)) throw error;
    report.add(pointer, error.message);
    return undefined;
  }
}

function checkHeaders(
  headers: Required<RequestSettings>['headers'],
  pointer: string,
  stored: readonly string[],
  report: Report,
): void {
  for (const [name, value] of Object.entries(headers)) {
    const own = `${pointer}/headers${pointerPart(name)}`;
    if (typeof value !== 'string') continue;
    if (SECRET_HEADER.test(name) && value.match(CONTEXT_USE) === null) {
      report.add(
        own,
        'this looks like a secret. Store it in AWS Secrets Manager and name it: { "secret": "prod/token" }.',
      );
    }
    checkUses(value, own, stored, report);
  }
}

function checkUsesIn(value: unknown, pointer: string, stored: readonly string[], report: Report): void {
  if (typeof value === 'string') checkUses(value, pointer, stored, report);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) checkUsesIn(each, pointer + pointerPart(key), stored, report);
  }
}

function checkUses(text: string, pointer: string, stored: readonly string[], report: Report): void {
  for (const [use] of text.matchAll(CONTEXT_USE)) {
    const [name] = parseReference(use).path;
    if (!stored.includes(`${name}`)) report.add(pointer, `no earlier step stores "${name}".`);
  }
}
