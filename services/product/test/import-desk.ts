/** What the tests of importing begin with: a shop, and a file that its stockist sends. */
import type { ApiResponse } from '@balcao/kit/testing/api-client.ts';
import { openShop, type Shop } from './shop.ts';

export const csv = { 'content-type': 'text/csv' };

export interface ImportDesk {
  shop: Shop;
  send(
    text: string | Buffer,
    query?: string,
    headers?: Record<string, string>,
  ): Promise<ApiResponse>;
  /** The product of a SKU, as it is listed. */
  find(sku: string): Promise<ApiResponse['body']>;
  /** How many products there are. */
  count(): Promise<number | undefined>;
}

export async function openImportDesk(): Promise<ImportDesk> {
  const shop = await openShop();
  return {
    shop,
    send: (text, query = '', headers = {}) =>
      shop.stockist.post(`/products/import${query}`, text, { ...csv, ...headers }),
    async find(sku) {
      const { items } = (await shop.seller.get(`/products?q=${encodeURIComponent(sku)}`)).body;
      return items.find((product: { sku: string }) => product.sku === sku);
    },
    async count() {
      const [row] = await shop.db.query<{ count: number }>('SELECT count(*) FROM product');
      return row?.count;
    },
  };
}

/** What became of each row, in the order of the file. */
export const outcomesOf = (body: { rows: { outcome: string }[] }): string[] =>
  body.rows.map(({ outcome }) => outcome);
