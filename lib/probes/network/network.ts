import { lookup } from 'node:dns';

/** What requests use of the machine. Tests use servers on loopback. */
export interface Network {
  readonly lookup: typeof lookup;
  /** Certificates of authorities that are trusted besides those of Node.js. */
  readonly authorities?: readonly string[];
  /** IANA's list of RDAP servers: RFC 9224. */
  readonly registries: string;
  readonly allowPrivate: boolean;
}

export const networkOf = (allowPrivate: boolean): Network => ({
  lookup,
  registries: 'https://data.iana.org/rdap/dns.json',
  allowPrivate,
});
