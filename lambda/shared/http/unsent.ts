/** Codes of Node.js for requests that never left: no address, no connection, no trust. */
const UNSENT = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EPROTO|UNABLE_TO_|ERR_SSL_|ERR_TLS_)|CERT/;

/** Whether an error with this code means that nothing was sent. */
export const isUnsent = (code: string): boolean => UNSENT.test(code);
