/** The addresses of screens; what stands for a parameter is the first thing of its kind that the shop has. */
import { z } from 'zod';

/** Address of a screen → the list that has its parameter, and the field that is it. */
const sources: Record<string, { list: string; field: string }> = {
  '/sales/:id': { list: '/orders?limit=1', field: 'id' },
  '/customers/:id': { list: '/customers?limit=1', field: 'id' },
  '/tills/:id': { list: '/tills?limit=1', field: 'id' },
  '/catalogue/:id': { list: '/products?limit=1', field: 'id' },
  '/stock/products/:id': { list: '/inventory/stock?limit=1', field: 'productId' },
  '/stock/lots/:id': { list: '/inventory/lots?limit=1', field: 'id' },
  '/stock/counts/:id': { list: '/inventory/counts?limit=1', field: 'id' },
  '/market/quotes/:symbol': { list: '/market/feeds?limit=1', field: 'symbol' },
  '/market/rules/:id': { list: '/market/rules?limit=1', field: 'id' },
};

const page = z.object({ items: z.array(z.record(z.string(), z.unknown())) });

/** Pattern → address. A pattern is left out where the shop has no such thing, or this table does not know it. */
export async function readAddresses(
  patterns: readonly string[],
  { url, accessToken }: { url: string; accessToken: string },
): Promise<Map<string, string>> {
  const addresses = new Map<string, string>();
  for (const pattern of patterns) {
    if (!pattern.includes(':')) addresses.set(pattern, pattern);
    const source = sources[pattern];
    if (source === undefined) continue;
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await fetch(`${url}/api/v1${source.list}`, { headers });
    const value = response.ok
      ? page.parse(await response.json()).items[0]?.[source.field]
      : undefined;
    if (typeof value === 'string')
      addresses.set(pattern, pattern.replace(/:\w+/, encodeURIComponent(value)));
  }
  return addresses;
}
