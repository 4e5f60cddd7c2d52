/**
 * Keeps what is sent from reaching machines of the own network (server-side request forgery): an address is
 * judged after the name was resolved, and the connection goes to that very address.
 */
import { type LookupAddress, lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Not a failure that passes: trying again would lead to the same place. */
export class AddressRefused extends Error {}

export interface AddressGuard {
  /** Takes the place of `dns.lookup`; fails with AddressRefused when any of the name's addresses is private. */
  lookup: LookupFunction;
  /** Why a URL is refused before any resolving; undefined when it is not. */
  refusalOf(url: URL): string | undefined;
  /** The same of a host that is no part of a URL. `lookup` is never asked for one that is an address. */
  refusalOfHost(host: string): string | undefined;
}

/** Private, shared, local, documentation, multicast and translated ranges: IANA's special-purpose registries. */
const special = [
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24',
  '192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4',
  '::/127 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/9 ff00::/8',
].join(' ');

/** Ranges in CIDR notation, separated by commas or spaces; undefined when one is not. */
export function parseRanges(text: string): BlockList | undefined {
  const ranges = new BlockList();
  for (const range of text.split(/[\s,]+/).filter(Boolean)) {
    const [address = '', bits = ''] = range.split('/');
    const family = isIP(address);
    const prefix = Number(bits);
    if (family === 0 || !/^\d{1,3}$/.test(bits) || prefix > (family === 4 ? 32 : 128))
      return undefined;
    ranges.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
  }
  return ranges;
}

export function createAddressGuard(allowed: BlockList): AddressGuard {
  const refused = parseRanges(special);
  if (refused === undefined) throw new Error('the special ranges cannot be read');

  /** An IPv4 address within IPv6 is judged as what it is: BlockList does so by itself. */
  const isRefused = (address: string): boolean => {
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    return refused.check(address, family) && !allowed.check(address, family);
  };

  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const [first] = addresses;
      const bad = addresses.find(({ address }) => isRefused(address));
      if (first === undefined || bad !== undefined)
        return callback(new AddressRefused(refusal(hostname, bad)), []);
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

  const refusalOfHost = (host: string) =>
    isIP(host) !== 0 && isRefused(host) ? refusal(host, undefined) : undefined;

  return {
    lookup,
    refusalOfHost,
    refusalOf({ protocol, hostname, username, password }) {
      if (!/^https?:$/.test(protocol)) return `${protocol} is not http: or https:`;
      if (username !== '' || password !== '') return 'an address must not hold a password';
      return refusalOfHost(hostname.replace(/^\[|\]$/g, ''));
    },
  };
}

function refusal(host: string, found: LookupAddress | undefined): string {
  const where = found === undefined ? host : `${host} (${found.address})`;
  return `${where} is an address of a private network`;
}
