/** A delivery that will not succeed however often it is tried. The message is its reason, without any secret. */
export class Permanent extends Error {}

/** A delivery that may succeed later. */
export class Transient extends Error {
  public constructor(
    reason: string,
    /** How long the other side asks to wait. */
    public readonly retryAfterMs?: number,
    /** There was no answer: it may have been shown all the same. */
    public readonly isUnanswered = false,
  ) {
    super(reason);
  }
}

/** Names of AWS's errors that are the client's fault by their form only. */
const HEALING = /Throttl|TooManyRequests|LimitExceeded|Timeout|Expired|Unavailable|Internal/;

/** Errors of requests that never left. */
export const UNSENT = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|CONNECT|CERT|SSL|TLS|EPROTO/i;

/** What an error of an AWS client means for a delivery. */
export function awsFailure(doing: string, error: unknown): Permanent | Transient {
  const {
    name = 'Error',
    message = '',
    $metadata,
    $fault,
  } = error as Error & {
    $fault?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const reason = `${doing}: ${name} ${message}`.slice(0, 500);
  const status = $metadata?.httpStatusCode ?? 0;
  const isClients = $fault === 'client' || (status >= 400 && status < 500);
  if (isClients && status !== 429 && !HEALING.test(name)) return new Permanent(reason);
  return new Transient(reason, undefined, status === 0 && !UNSENT.test(`${name} ${message}`));
}
