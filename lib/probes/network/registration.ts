import { Failure } from '../failure';
import { follow } from './follow';
import type { Network } from './network';
import type { Answer } from './request';

/** Registries limit how often they may be asked, and a registration lasts for a year. */
const KEPT_MS = 12 * 3_600_000;
const MOST_REDIRECTS = 5;

interface Kept<T> {
  readonly value: T;
  readonly until: number;
}

const servers = new Map<string, Kept<ReadonlyMap<string, string>>>();
const expiries = new Map<string, Kept<number>>();

/** When the registration of a host's domain ends, in milliseconds since 1970. What is known is kept for half a day. */
export async function registrationExpires(host: string, network: Network, signal: AbortSignal): Promise<number> {
  const name = host.toLowerCase().replace(/\.$/, '');
  const key = `${network.registries} ${name}`;
  const known = expiries.get(key);
  if (known !== undefined && known.until > Date.now()) return known.value;
  const value = await askFor(name, network, signal);
  expiries.set(key, { value, until: Date.now() + KEPT_MS });
  return value;
}

/** A domain that can be registered has two labels under most registries, and three or more under others: the shortest comes first. */
async function askFor(name: string, network: Network, signal: AbortSignal): Promise<number> {
  const labels = name.split('.');
  const server = (await serversOf(network, signal)).get(labels.at(-1) as string);
  if (server === undefined) throw new Failure('domain_unknown', `.${labels.at(-1)} has no RDAP server`);
  for (let count = 2; count <= Math.min(labels.length, 4); count++) {
    const domain = labels.slice(-count).join('.');
    const answer = await ask(new URL(`domain/${domain}`, server), network, signal);
    if (answer.status === 404) continue;
    if (answer.status === 429) throw new Failure('domain_unknown', 'its RDAP server limits requests');
    const expires = answer.status === 200 ? expiryIn(answer) : undefined;
    if (expires !== undefined) return expires;
  }
  throw new Failure('domain_unknown');
}

const ask = (url: URL, network: Network, signal: AbortSignal): Promise<Answer> =>
  follow(
    { url, method: 'GET', headers: { accept: 'application/rdap+json' }, needsBody: true },
    MOST_REDIRECTS,
    network,
    signal,
  );

/** RFC 9083, section 4.5. */
function expiryIn({ body }: Answer): number | undefined {
  const { events } = objectOf(body) as { events?: unknown };
  if (!Array.isArray(events)) return undefined;
  const expiration = events.find((event) => event?.eventAction === 'expiration');
  const time = Date.parse(expiration?.eventDate);
  return Number.isNaN(time) ? undefined : time;
}

/** The RDAP server of each top-level domain. */
async function serversOf(network: Network, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const known = servers.get(network.registries);
  if (known !== undefined && known.until > Date.now()) return known.value;
  const answer = await ask(new URL(network.registries), network, signal);
  const { services } = objectOf(answer.body) as { services?: unknown };
  if (answer.status !== 200 || !Array.isArray(services)) {
    throw new Failure('domain_unknown', "IANA's list of RDAP servers cannot be read");
  }
  const value = new Map<string, string>();
  for (const [domains, addresses] of services as (readonly [string[], string[]])[]) {
    const address = addresses.find((each) => each.startsWith('https:')) ?? addresses[0];
    for (const domain of domains) if (address !== undefined) value.set(domain, address);
  }
  servers.set(network.registries, { value, until: Date.now() + KEPT_MS });
  return value;
}

function objectOf(body: string): object {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
