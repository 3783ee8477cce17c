import type { LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Failure } from '../failure';
import type { Network } from './network';

/** Services of clouds that hand credentials to whoever asks: AWS, ECS, EKS, Alibaba Cloud and Azure. */
const METADATA = blockList(
  ['169.254.169.254', 32],
  ['169.254.170.0', 24],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['fd00:ec2::', 32],
);

/** Addresses that are not public: https://www.iana.org/assignments/iana-ipv4-special-registry and its twin for IPv6. */
const NOT_PUBLIC = blockList(
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // unspecified, loopback, and IPv4 in an old notation of IPv6
  ['::', 96],
  // IPv4 behind a translator or a tunnel
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
);

function blockList(...networks: readonly (readonly [address: string, bits: number])[]): BlockList {
  const list = new BlockList();
  for (const [address, bits] of networks) list.addSubnet(address, bits, familyOf(address));
  return list;
}

function familyOf(address: string) {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** Throws if an address must not be connected to. IPv4 in the notation of IPv6 counts as IPv4. */
export function checkAddress(address: string, { allowPrivate }: Pick<Network, 'allowPrivate'>): void {
  const plain = address.replace(/%.*$/, '');
  const family = familyOf(plain);
  if (METADATA.check(plain, family)) throw new Failure('address_refused', `${plain} is a cloud's metadata service`);
  if (!allowPrivate && NOT_PUBLIC.check(plain, family)) {
    throw new Failure('address_refused', `${plain} is not public; private addresses have to be allowed`);
  }
}

/**
 * Resolves names for a connection, and only to addresses that may be connected to. The connection uses exactly these, so that no
 * later answer of DNS can lead it elsewhere.
 */
export function guardedLookup(network: Network): LookupFunction {
  return (hostname, options, callback) => {
    network.lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '');
      const { allowed, refusal } = allowedOf(found, network);
      const [first] = allowed;
      if (first === undefined) return callback(refusal ?? new Failure('dns', `${hostname} has no address`), '');
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

function allowedOf(found: readonly LookupAddress[], network: Network) {
  const allowed: LookupAddress[] = [];
  let refusal: Failure | undefined;
  for (const each of found) {
    try {
      checkAddress(each.address, network);
      allowed.push(each);
    } catch (error) {
      refusal = error as Failure;
    }
  }
  return { allowed, refusal };
}

/** A host as a URL has it, which may be an address: no name is looked up for one. */
export function checkHost(host: string, network: Network): void {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) checkAddress(bare, network);
}
