/**
 * What an error of the SDK is about, by its name or its code, never by its text.
 *
 * - `unknown user`: there are no credentials; `invalid credentials`: AWS does not take them
 * - `denied`: the credentials may not do it
 * - `busy`: AWS asks to try later; `unreachable`: no answer
 */
export type ErrorKind = 'unknown user' | 'invalid credentials' | 'denied' | 'busy' | 'unreachable';

/** By the names of services, which differ in their end: `AccessDenied`, `AccessDeniedException`. */
const NAMES: readonly [ErrorKind, RegExp][] = [
  ['unknown user', /^(Credentials|Token)ProviderError$/],
  [
    'invalid credentials',
    /^(ExpiredToken|RequestExpired|UnrecognizedClient|InvalidClientToken|InvalidSignature|InvalidAccessKey|SignatureDoesNotMatch|IncompleteSignature|OptInRequired)/,
  ],
  ['denied', /^(AccessDenied|Authorization|Unauthorized|NotAuthorized)/],
  [
    'busy',
    /^(Throttl|TooManyRequests|RequestLimitExceeded|ServiceUnavailable|InternalFailure|InternalService|SlowDown)/,
  ],
  ['unreachable', /^(TimeoutError|NetworkingError)$/],
];

/** Of Node, which names each of its errors `Error`. */
const UNREACHABLE: readonly string[] = [
  ...['EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'],
];

/** undefined: another error. */
export function errorKind(error: Error): ErrorKind | undefined {
  const { name, code = '' } = error as NodeJS.ErrnoException;
  if (UNREACHABLE.includes(code)) return 'unreachable';
  return NAMES.find(([, pattern]) => pattern.test(name))?.[0];
}
