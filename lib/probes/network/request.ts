import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { createSecureContext, rootCertificates, type SecureContext, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { Failure } from '../failure';
import { checkHost, guardedLookup } from './addresses';
import { ByteBudget } from './byte-budget';
import type { Network } from './network';

/** More of a body is not read. */
export const LARGEST_BODY = 2 ** 20;
/** Of all bodies that are read at a time: a small part of the memory of the smallest functions. */
const BODIES = new ByteBudget(32 * 2 ** 20);
/** Of all headers of an answer together; Node's own default, set so that no option of the process widens it. */
const LARGEST_HEADERS = 16 * 1024;

export interface Request {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether the answer's body is looked at. One that is not may be of any size, and is not kept. */
  readonly needsBody: boolean;
}

export interface Answer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The address that answered. */
  readonly address?: string;
  /** In milliseconds since 1970; undefined without TLS. */
  readonly certificateExpires?: number;
}

/** Sends one request on a connection of its own and reads the answer. Redirects are not followed. */
export async function send(request: Request, network: Network, signal: AbortSignal): Promise<Answer> {
  const { url, needsBody } = request;
  checkHost(url.hostname, network);
  const response = await respond(request, network, signal);
  const { socket } = response;
  const address = socket.remoteAddress;
  const certificateExpires = 'getPeerCertificate' in socket ? expiryOf(socket as TLSSocket) : undefined;
  const bytes = await boundedBody(response, needsBody);
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, `${value}`]));
  const body = needsBody
    ? decoded(await decompressed(bytes, headers['content-encoding']), headers['content-type'])
    : '';
  return { status: response.statusCode ?? 0, headers, body, address, certificateExpires };
}

function respond({ url, method, headers, body }: Request, network: Network, signal: AbortSignal) {
  const start = url.protocol === 'http:' ? requestPlain : requestSecure;
  const length = body === undefined ? {} : { 'content-length': `${Buffer.byteLength(body)}` };
  return new Promise<IncomingMessage>((resolve, reject) => {
    const sent = start(url, {
      method,
      headers: { 'user-agent': 'cdk-vigil', accept: '*/*', 'accept-encoding': 'identity', ...headers, ...length },
      agent: false,
      lookup: guardedLookup(network),
      maxHeaderSize: LARGEST_HEADERS,
      signal,
      ...trust(network),
    });
    sent.on('response', resolve);
    sent.on('error', reject);
    // a server that changes the protocol never ends its answer
    sent.on('upgrade', (_, socket) => {
      socket.destroy();
      reject(new Failure('invalid_answer', 'it changes the protocol'));
    });
    sent.end(body);
  });
}

const contexts = new Map<Network['authorities'], SecureContext>();

/** Whose certificates are trusted. All connections share it: to make one takes a fifth of the processor time of a check by TLS. */
export function trust({ authorities }: Network): { readonly secureContext: SecureContext } {
  const secureContext =
    contexts.get(authorities) ??
    createSecureContext(authorities === undefined ? {} : { ca: [...rootCertificates, ...authorities] });
  contexts.set(authorities, secureContext);
  return { secureContext };
}

/** When a connection's certificate expires. */
export function expiryOf(socket: TLSSocket): number | undefined {
  const expires = Date.parse(socket.getPeerX509Certificate()?.validTo ?? '');
  return Number.isNaN(expires) ? undefined : expires;
}

function boundedBody(response: IncomingMessage, isKept: boolean): Promise<Buffer> {
  return BODIES.reading(async (take) => {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > LARGEST_BODY) {
        if (isKept) throw tooLarge();
        break;
      }
      if (!isKept) continue;
      await take(chunk.length);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  });
}

const tooLarge = () => new Failure('body_too_large', `more than ${LARGEST_BODY} bytes`);

const DECOMPRESS: Readonly<Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** Some servers compress although they are asked not to. */
async function decompressed(bytes: Buffer, encoding = ''): Promise<Buffer> {
  const decompress = DECOMPRESS[encoding.trim().toLowerCase()];
  if (decompress === undefined || bytes.length === 0) return bytes;
  try {
    return await decompress(bytes, { maxOutputLength: LARGEST_BODY });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new Failure('invalid_answer', `its body is no ${encoding}`);
  }
}

function decoded(bytes: Buffer, contentType = ''): string {
  const charset = /charset="?([\w.:-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}
