import { Permanent, Transient } from '../failure';
import { isUnsent } from '../http/unsent';

/**
 * Names of errors that pass by themselves although they blame the client: throttling, conflicts, time-outs, credentials that are renewed. All
 * in the SDK's own lists (`THROTTLING_ERROR_CODES`, `TRANSIENT_ERROR_CODES`) and what services add: `KMSThrottlingException`.
 */
const PASSING =
  /Throttl|TooManyRequests|LimitExceeded|ThroughputExceeded|SlowDown|NotComplete|InProgress|Timeout|Expired|Unavailable|Internal|Conflict|Contention/;
/** The names of AWS's errors are words: whatever else is in an answer may be a secret that it repeats. */
const NAME = /^[A-Za-z][\w.]{0,79}$/;

/** As much of an error of the SDK as is read: other errors have less. */
interface SdkError {
  readonly name?: string;
  readonly code?: string;
  readonly $fault?: 'client' | 'server';
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: object;
}

/** Whether an error of a call to AWS is permanent or transient for a delivery. */
export function failureOf(action: string, error: unknown): Permanent | Transient {
  const { name: said = '', code, $fault, $metadata, $retryable } = error as SdkError;
  const name = NAME.test(said) ? said : 'Error';
  const status = $metadata?.httpStatusCode ?? 0;
  const reason = `${action}: ${name}${status === 0 ? ', no answer' : ` (HTTP ${status})`}`;
  const isRefused = $fault === 'client' || (status >= 400 && status < 500);
  const passes = status === 429 || $retryable !== undefined || PASSING.test(name);
  if (isRefused && !passes) return new Permanent(reason, name);
  return new Transient(reason, { isUnanswered: status === 0 && !isUnsentByAws(name, code), errorName: name });
}

/** The SDK gives a connection that was not established in time no code, and a request without an answer `ETIMEDOUT`. */
const isUnsentByAws = (name: string, code: string | undefined): boolean =>
  isUnsent(code ?? '') || (name === 'TimeoutError' && code === undefined);

/** Whether a call failed by the error of AWS that has this name. */
export const isAwsError = (failure: unknown, name: string): boolean =>
  (failure instanceof Permanent || failure instanceof Transient) && failure.errorName === name;
