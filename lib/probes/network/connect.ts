import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { Failure } from '../failure';
import { checkHost, guardedLookup } from './addresses';
import { failureOf } from './failures';
import type { Network } from './network';
import { expiryOf, trust } from './request';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

interface Connected {
  readonly address?: string;
  readonly certificateExpires?: number;
  /** What is wrong with the certificate. */
  readonly failure?: Failure;
}

/** Opens a TCP connection and closes it. */
export function connectTcp(endpoint: Endpoint, network: Network, signal: AbortSignal): Promise<Connected> {
  checkHost(endpoint.host, network);
  const socket = connectPlain({ ...endpoint, host: bare(endpoint.host), lookup: guardedLookup(network) });
  return settled(socket, 'connect', signal, () => ({ address: socket.remoteAddress }));
}

/** Makes a TLS handshake and reads the certificate, also one that is not valid. */
export function connectTls(endpoint: Endpoint, network: Network, signal: AbortSignal): Promise<Connected> {
  checkHost(endpoint.host, network);
  const host = bare(endpoint.host);
  const socket = connectSecure({
    ...endpoint,
    host,
    lookup: guardedLookup(network),
    // nothing is sent; what is wrong with the certificate is reported with its days
    rejectUnauthorized: false,
    ...(isIP(host) === 0 && { servername: host }),
    ...trust(network),
  });
  return settled(socket, 'secureConnect', signal, () => {
    const { authorizationError: code } = socket;
    const failure = socket.authorized ? undefined : (failureOf({ code }) ?? new Failure('certificate_untrusted'));
    return { address: socket.remoteAddress, certificateExpires: expiryOf(socket), failure };
  });
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

async function settled<T>(socket: Socket, event: string, signal: AbortSignal, result: () => T): Promise<T> {
  const end = () => socket.destroy();
  signal.addEventListener('abort', end, { once: true });
  try {
    return await new Promise<T>((resolve, reject) => {
      socket.once(event, () => resolve(result()));
      socket.on('error', reject);
      socket.once('close', () => reject(new Failure('reset')));
    });
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}
