/** What counts as one client when failed logins are counted. */
import { isIPv6 } from 'node:net';

/** An IPv4 address as it is; of an IPv6 address the /64, since whoever has one address has all of those. */
export function clientNetwork(ip: string): string {
  const [address = ''] = ip.toLowerCase().split('%', 1);
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [left = '', right] = address.split('::');
  const groups = left.split(':').filter(Boolean);
  // Only the first four of eight groups matter; what `::` stands for is zeros, or lies behind them.
  const after = right?.split(':').filter(Boolean) ?? [];
  const zeros = Array.from({ length: Math.max(8 - groups.length - after.length, 0) }, () => '0');
  const all = right === undefined ? groups : [...groups, ...zeros, ...after];
  const network = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
