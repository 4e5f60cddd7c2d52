/** Fills a shop with products by one import, and waits until everybody has heard of them. */
import pg from 'pg';
import { catalogueCsv } from './catalogue.ts';

/** `databaseUrl` is product's own: its outbox shows when all has been told. */
export async function importCatalogue(
  shop: { url: string; token: string; databaseUrl: string },
  count: number,
): Promise<void> {
  const answer = await fetch(`${shop.url}/api/v1/products/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shop.token}`, 'content-type': 'text/csv' },
    body: catalogueCsv(count),
  });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  const client = new pg.Client({ connectionString: shop.databaseUrl });
  await client.connect();
  while ((await client.query('SELECT 1 FROM outbox LIMIT 1')).rows.length > 0) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await client.query('ANALYZE product');
  await client.end();
}
