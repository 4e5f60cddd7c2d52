/** Which of the forms that there are a client takes, by its `Accept-Encoding` (RFC 9110, section 12.5.3). */
import type { Asset, Encoding } from './read-assets.ts';

const best: readonly Encoding[] = ['br', 'gzip'];

/** The smallest that is taken; `identity` where nothing else is. */
export function chooseEncoding(header: string, bodies: Asset['bodies']): Encoding {
  const taken = new Map<string, number>();
  for (const item of header.toLowerCase().split(',')) {
    const [name = '', weight] = item.split(';').map((part) => part.trim());
    taken.set(name, weight?.startsWith('q=') ? Number(weight.slice(2)) : 1);
  }
  const takes = (encoding: Encoding) => (taken.get(encoding) ?? taken.get('*') ?? 0) > 0;
  return best.find((encoding) => bodies[encoding] !== undefined && takes(encoding)) ?? 'identity';
}
