import { Permanent, Transient } from '../failure';
import { isUnsent } from './unsent';

export interface HttpRequest {
  /** Contains a secret: it is never logged. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Whether the address may be a plain `http:` one. */
  readonly allowHttp?: boolean;
  /** Whether an answer of 2xx is that of a channel which has the message. */
  readonly accepts?: (answer: string, status: number) => boolean;
}

export interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** As the web's `fetch`, as far as it is used here. Redirects are not followed: they would send the message to an unknown server. */
export type Fetch = (
  url: string,
  options: {
    readonly method: 'POST';
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | Uint8Array;
    readonly signal: AbortSignal | undefined;
  },
) => Promise<Answer>;

/** What is refused for its form: invalid, too large, or not understood. */
const FORM: readonly number[] = [400, 413, 422];

/** For a server that does not answer. */
const PAUSE_MS = 5000;

/**
 * Sends one request and reads its answer.
 *
 * @throws Permanent if repeating it cannot help, Transient if it can
 */
export async function post(
  fetch: Fetch,
  { url, headers, body, allowHttp = false, accepts = () => true }: HttpRequest,
  timeoutMs: number,
): Promise<string> {
  if (!allowHttp && isReadableOnTheWay(url)) {
    throw new Permanent('The secret holds an http: address, which everybody on the way can read. Use https:.');
  }
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
  const { status } = response;
  const code = codeIn(answer);
  const reason = `HTTP ${status}${code === undefined ? '' : ` ${code}`}`;
  if (response.ok) {
    if (accepts(answer, status)) return answer;
    // what refuses in words has refused; any other page is that of somebody between
    if (code !== undefined) throw new Permanent(reason, undefined, true);
    throw new Transient(`${reason}, but the answer is not that of the channel`);
  }
  if (status === 429 || status >= 500 || status === 408) {
    throw new Transient(reason, { retryAfterMs: retryAfterOf(response.headers.get('retry-after'), answer) });
  }
  throw new Permanent(reason, undefined, FORM.includes(status));
}

/** What stays on this host is not. */
const isReadableOnTheWay = (url: string): boolean =>
  /^\s*http:/i.test(url) && !/^\s*http:\/*(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/i.test(url);

function unanswered(error: Error): Error {
  // no message is logged: it may contain the whole address
  const { code = error.name } = error as NodeJS.ErrnoException;
  if (/^ERR_INVALID_(URL|PROTOCOL)/.test(code)) return new Permanent('The secret holds no web address.');
  if (code === 'ERR_INVALID_CHAR') return new Permanent('The secret holds characters that cannot be sent.');
  const isTimeout = code === 'ABORT_ERR';
  return new Transient(`No connection: ${isTimeout ? 'no answer in time' : code}`, {
    isUnanswered: !isUnsent(code),
    // others need not wait for it too
    retryAfterMs: isTimeout ? PAUSE_MS : undefined,
  });
}

/** In seconds or as a date; Discord has it in its response, in fractions of a second. */
function retryAfterOf(header: string | null, answer: string): number | undefined {
  const seconds = Number(header ?? /"retry_after":\s*([\d.]+)/.exec(answer)?.[1] ?? Number.NaN);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** What Slack's hooks answer in words, as it documents them. */
const CODES =
  /^(invalid_(payload|blocks|token)|no_(text|service|team|active_hooks)|(user|channel)_not_found|channel_is_archived|action_prohibited|posting_to_general_channel_denied|too_many_attachments|rollup_error|team_disabled|rate_limited)$/;

/** All that is kept of another side's answer: whatever else is in it may be a secret that it repeats. */
function codeIn(answer: string): string | undefined {
  const number = /"code":\s*(\d{1,6})\b/.exec(answer)?.[1];
  return CODES.exec(answer.trim())?.[0] ?? (number && `code ${number}`);
}
