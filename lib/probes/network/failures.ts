import type { ViolationCode } from '../../contracts/health-checks';
import { Failure } from '../failure';

/** What Node.js calls errors of connections, requests and certificates. The first match counts. */
const CODES: readonly (readonly [code: RegExp, violation: ViolationCode, detail?: string])[] = [
  [/^(ENOTFOUND|ENODATA|EAI_NONAME|EAI_NODATA)$/, 'dns', 'it does not exist'],
  [/^EAI_|^ESERVFAIL$|^EREFUSED$/, 'dns', 'the name server does not answer as it should'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE|UND_ERR_SOCKET)$/, 'reset'],
  [/^(ETIMEDOUT|ABORT_ERR|ETIMEOUT)$/, 'timeout'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES|EHOSTDOWN|ENETDOWN)$/, 'unreachable'],
  [/^HPE_HEADER_OVERFLOW$/, 'headers_too_large'],
  [/^HPE_/, 'invalid_answer'],
  [/^CERT_HAS_EXPIRED$/, 'certificate_expired'],
  [/^CERT_NOT_YET_VALID$/, 'certificate_untrusted', 'it is not valid yet'],
  [/^ERR_TLS_CERT_ALTNAME/, 'certificate_host'],
  [/SELF_SIGNED/, 'certificate_untrusted', 'it is self-signed, or its root is not known'],
  [/^UNABLE_TO_(VERIFY_LEAF|GET_ISSUER)/, 'certificate_untrusted', 'its issuer is not known'],
  [/^(CERT_|CRL_|INVALID_CA|INVALID_PURPOSE|UNABLE_TO_)/, 'certificate_untrusted'],
  [/^(EPROTO|ERR_SSL_|ERR_TLS_)/, 'tls'],
];

/** An error of a request as a violation; undefined if it is none of the network. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  const { code, errors } = error as { code?: unknown; errors?: readonly unknown[] };
  // of several addresses, all of which failed
  const inner = errors?.map(failureOf).find((each) => each !== undefined);
  if (inner !== undefined) return inner;
  const known = CODES.find(([pattern]) => typeof code === 'string' && pattern.test(code));
  return known && new Failure(known[1], known[2]);
}
