import { Permanent, Transient } from '../failure';
import { isUnsent } from './unsent';

export interface HttpRequest {
  /** Contains a secret: it is never told. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** As the web's `fetch`, as far as it is used here. Redirects are not followed: they would carry the message to who knows where. */
export type Fetch = (
  url: string,
  options: {
    readonly method: 'POST';
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | Uint8Array;
    readonly signal: AbortSignal | undefined;
  },
) => Promise<Answer>;

const LONGEST_REASON = 200;
const SHORTEST_SECRET = 6;
/**
 * Sends one request and reads its answer.
 *
 * @throws Permanent if repeating it cannot help, Transient if it can
 */
export async function post(fetch: Fetch, { url, headers, body }: HttpRequest, timeoutMs: number): Promise<string> {
  let response: Answer;
  let answer: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'user-agent': 'cdk-vigil', ...headers },
      body,
      signal: AbortSignal.timeout(Math.max(1, Math.round(timeoutMs))),
    });
    answer = await response.text();
  } catch (error) {
    throw unanswered(error as Error);
  }
  if (response.ok) return answer;
  const reason = `HTTP ${response.status} ${printable(withoutSecrets(answer, url, headers))}`.trim();
  if (response.status === 429 || response.status >= 500 || response.status === 408) {
    throw new Transient(reason, { retryAfterMs: retryAfterOf(response.headers.get('retry-after'), answer) });
  }
  throw new Permanent(reason);
}

function unanswered(error: Error): Error {
  // no message is told: it may have the whole address in it
  const { code = error.name } = error as NodeJS.ErrnoException;
  if (/^ERR_INVALID_(URL|PROTOCOL)/.test(code)) return new Permanent('The secret holds no web address.');
  if (code === 'ERR_INVALID_CHAR') return new Permanent('The secret holds characters that cannot be sent.');
  const told = code === 'ABORT_ERR' ? 'no answer in time' : code;
  return new Transient(`No connection: ${told}`, { isUnanswered: !isUnsent(code) });
}

/** In seconds or as a date; Discord tells it in its answer, in fractions of a second. */
function retryAfterOf(header: string | null, answer: string): number | undefined {
  const seconds = Number(header ?? /"retry_after":\s*([\d.]+)/.exec(answer)?.[1] ?? Number.NaN);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** Servers like to say which address it was that they do not know. */
function withoutSecrets(answer: string, url: string, headers: HttpRequest['headers'] = {}): string {
  const { pathname, search, username, password } = new URL(url);
  const secrets = [...`${pathname}/${search}/${username}/${password}`.split(/[/?&=]/), ...Object.values(headers)];
  const words = secrets
    .flatMap((secret) => [secret, ...secret.split(' ')])
    .filter(({ length }) => length >= SHORTEST_SECRET);
  return words.reduce((text, word) => text.replaceAll(word, '…'), answer);
}

/** Other people's answers end in logs and dead letters. */
const printable = (answer: string): string => answer.replace(/[^\x20-\x7e]+/g, ' ').slice(0, LONGEST_REASON);
