import { Failure } from '../failure';
import type { Network } from './network';
import { type Answer, type Request, send } from './request';

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Sends a request and follows redirects as browsers do.
 *
 * @param most redirects; with 0 a redirect is the answer
 */
export async function follow(request: Request, most: number, network: Network, signal: AbortSignal): Promise<Answer> {
  let next = request;
  for (let followed = 0; ; followed++) {
    const answer = await send(next, network, signal);
    const { location } = answer.headers;
    if (most === 0 || location === undefined || !REDIRECTS.includes(answer.status)) return answer;
    if (followed === most) throw new Failure('redirect_limit', `more than ${most}`);
    next = redirected(next, answer.status, location);
  }
}

function redirected(request: Request, status: number, location: string): Request {
  const url = targetOf(location, request.url);
  const { body: _body, ...withoutBody } = request;
  const becomesGet = status === 303 ? request.method !== 'HEAD' : status < 303 && request.method === 'POST';
  const kept = becomesGet ? { ...withoutBody, method: 'GET' } : request;
  // headers may hold secrets, which are for the first server only
  const isSame = url.origin === request.url.origin;
  return { ...kept, url, headers: isSame && !becomesGet ? request.headers : keptHeaders(request.headers, isSame) };
}

const keptHeaders = (headers: Request['headers'], isSame: boolean): Request['headers'] =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => {
      const small = name.toLowerCase();
      return isSame ? !small.startsWith('content-') : small === 'accept' || small === 'accept-language';
    }),
  );

function targetOf(location: string, from: URL): URL {
  let url: URL;
  try {
    url = new URL(location, from);
  } catch {
    throw new Failure('redirect_refused', 'it is no address');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Failure('redirect_refused', `${url.protocol} is neither http: nor https:`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new Failure('redirect_refused', 'it holds a user name or a password');
  }
  return url;
}
