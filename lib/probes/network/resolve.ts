import { promises } from 'node:dns';
import type { DnsQuery, DnsRecord } from '../../contracts/health-checks';
import { checkHost } from './addresses';
import type { Network } from './network';

interface Resolved {
  /** A line for each record, sorted. */
  readonly body: string;
  readonly responseCode: string;
}

/** What Node.js calls the answers of DNS that have no records. */
const RESPONSE_CODES: Readonly<Record<string, string>> = {
  ENODATA: 'NOERROR',
  ENOTFOUND: 'NXDOMAIN',
  ESERVFAIL: 'SERVFAIL',
  EFORMERR: 'FORMERR',
  ENOTIMP: 'NOTIMP',
  EREFUSED: 'REFUSED',
};

/** Asks for the records of a name. */
export async function resolve(query: DnsQuery, network: Network, signal: AbortSignal): Promise<Resolved> {
  const resolver = new promises.Resolver();
  if (query.server !== undefined) {
    checkHost(query.server.replace(/:\d+$/, ''), network);
    resolver.setServers([query.server]);
  }
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const records = (await resolver.resolve(query.hostname, query.record)) as unknown;
    const lines = [records].flat().map((record) => textOf(query.record, record));
    return { body: lines.sort().join('\n'), responseCode: 'NOERROR' };
  } catch (error) {
    const responseCode = RESPONSE_CODES[(error as NodeJS.ErrnoException).code ?? ''];
    if (responseCode === undefined) throw error;
    return { body: '', responseCode };
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** As zone files have it. */
function textOf(type: DnsRecord, record: unknown): string {
  if (typeof record === 'string') return record;
  // a text of more than 255 bytes comes in parts
  if (type === 'TXT') return (record as string[]).join('');
  const fields = FIELDS[type] ?? Object.keys(record as object);
  return fields.map((field) => (record as Record<string, unknown>)[field]).join(' ');
}

const FIELDS: Partial<Record<DnsRecord, readonly string[]>> = {
  MX: ['priority', 'exchange'],
  SRV: ['priority', 'weight', 'port', 'name'],
  SOA: ['nsname', 'hostmaster', 'serial', 'refresh', 'retry', 'expire', 'minttl'],
};
