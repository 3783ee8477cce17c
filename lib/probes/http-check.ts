import type { CheckDependencies, Expectations, HttpRequest, SecretReference } from '../contracts/health-checks';
import { Failure } from './failure';
import { needsBody, uses } from './judge';
import { follow } from './network/follow';
import type { Network } from './network/network';
import { registrationExpires } from './network/registration';
import { type Observation, timed } from './observation';

/** Sends the request of a check, or of a step, and follows its redirects. */
export async function observeHttp(
  request: HttpRequest & Expectations & { readonly store?: Readonly<Record<string, string>> },
  { secret }: Pick<CheckDependencies, 'secret'>,
  network: Network,
  signal: AbortSignal,
): Promise<Observation> {
  const url = new URL(request.url);
  const { payload, method, redirects } = request;
  const headers = await headersOf(request, secret);
  const body = payload === undefined || typeof payload === 'string' ? payload : JSON.stringify(payload);
  const isStored = Object.keys(request.store ?? {}).length > 0;
  const sent = { url, method, headers, body, needsBody: isStored || needsBody(request) };
  const answer = await timed(() => follow(sent, redirects, network, signal));
  const domainExpires = uses(request.conditions, 'DOMAIN_EXPIRATION')
    ? await registrationExpires(url.hostname, network, signal)
    : undefined;
  return { ...answer, url: request.url, domainExpires };
}

async function headersOf({ headers, payload }: HttpRequest, secret: CheckDependencies['secret']) {
  const given = await Promise.all(
    Object.entries(headers).map(async ([name, value]) => [name, await headerValue(value, secret)] as const),
  );
  const hasType = given.some(([name]) => name.toLowerCase() === 'content-type');
  const isJson = payload !== undefined && typeof payload !== 'string';
  return { ...(isJson && !hasType && { 'content-type': 'application/json' }), ...Object.fromEntries(given) };
}

async function headerValue(value: string | SecretReference, secret: CheckDependencies['secret']): Promise<string> {
  if (typeof value === 'string') return value;
  let text: string;
  try {
    text = await secret(value);
  } catch {
    // the text of an error may quote the secret
    throw new Failure('secret', value.secret);
  }
  return `${value.prefix ?? ''}${text.trim()}`;
}
