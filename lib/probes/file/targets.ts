import { isIP } from 'node:net';
import { type CheckType, DNS_RECORDS, type DnsQuery, type DnsRecord } from '../../contracts/health-checks';
import { CONTEXT_USE } from '../context';

/** What a URL can be checked as; the first is the default. */
const TYPES_OF_SCHEME: Readonly<Record<string, readonly CheckType[]>> = {
  'https:': ['http', 'tls', 'tcp', 'domain'],
  'http:': ['http', 'tcp', 'domain'],
  'tcp:': ['tcp'],
  'tls:': ['tls'],
  'dns:': ['dns'],
  'domain:': ['domain'],
};

const SCHEMES = 'https://, http://, tcp://, tls://, dns: or domain:';

/** What is wrong with a URL of the file. */
export class UrlError extends Error {}

/** Parses a URL that can be checked. @throws UrlError */
export function checkedUrl(text: string): { readonly url: URL; readonly types: readonly CheckType[] } {
  if (!URL.canParse(text)) throw new UrlError(`this is no address. Begin with ${SCHEMES}`);
  const url = new URL(text);
  const types = TYPES_OF_SCHEME[url.protocol];
  if (types === undefined) throw new UrlError(`${url.protocol} cannot be checked. Use ${SCHEMES}`);
  if (url.username !== '' || url.password !== '') {
    throw new UrlError('the address holds a user name or a password. Send them as a header whose value is a secret');
  }
  return { url, types };
}

/** The URL of a request, in which values of earlier steps may be used. @throws UrlError */
export function checkRequestUrl(text: string): void {
  const filled = text.replace(CONTEXT_USE, 'x');
  if (filled === 'x' && text !== 'x') return;
  if (!checkedUrl(filled).types.includes('http')) {
    throw new UrlError('a request goes to an address that begins with https:// or http://');
  }
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'tls:': 443 };

/** @throws UrlError */
export function endpointOf({ protocol, hostname, port }: URL) {
  const number = port === '' ? DEFAULT_PORTS[protocol] : Number(port);
  if (hostname === '') throw new UrlError('the host is missing, as in tcp://db.example.com:5432');
  if (number === undefined) throw new UrlError('the port is missing, as in tcp://db.example.com:5432');
  return { host: hostname.replace(/^\[|\]$/g, ''), port: number };
}

/** @throws UrlError */
export function domainOf({ hostname, pathname }: URL): string {
  const domain = (hostname || pathname).toLowerCase();
  if (!/^([a-z0-9-]+\.)+[a-z][a-z0-9-]+$/.test(domain)) {
    throw new UrlError('the domain is missing, as in domain:example.com');
  }
  return domain;
}

/** The URI of DNS: RFC 4501. @throws UrlError */
export function dnsQueryOf({ hostname: host, port, pathname, searchParams }: URL): DnsQuery {
  const hostname = pathname.replace(/^\//, '');
  if (!/^[A-Za-z0-9_*-]+(\.[A-Za-z0-9_-]+)*\.?$/.test(hostname)) {
    throw new UrlError('the name is missing, as in dns:example.com or dns://1.1.1.1/example.com?type=MX');
  }
  const record = (searchParams.get('type') ?? 'A').toUpperCase();
  if (!(DNS_RECORDS as readonly string[]).includes(record)) {
    throw new UrlError(`the type of the record is not one of ${DNS_RECORDS.join(', ')}`);
  }
  const query = { hostname, record: record as DnsRecord };
  if (host === '') return query;
  if (isIP(host.replace(/^\[|\]$/g, '')) === 0) throw new UrlError('a name server is given by its IP address');
  return { ...query, server: port === '' ? host : `${host}:${port}` };
}
