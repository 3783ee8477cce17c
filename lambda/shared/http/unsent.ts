/** Codes of Node.js for requests that never left: no address, no connection, no trust. */
const UNSENT = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EPROTO|UNABLE_TO_|ERR_SSL_|ERR_TLS_)|CERT/;

/** Whether nothing was sent where a request fails with this code. */
export const isUnsent = (code: string): boolean => UNSENT.test(code);
