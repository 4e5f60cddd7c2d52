/** The copy of the catalogue that messages need, fed by product events. */
import type { ProductChanged } from '@balcao/contracts/events/product.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { NamedProduct } from './word-stock.ts';

type Product = ProductChanged['product'];

/** Keeps the highest version of each product; they are of different ids. */
export async function saveProducts(tx: Tx, products: Product[]): Promise<void> {
  await tx.query(
    `INSERT INTO product AS p (id, name, unit, version)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[])
       AS n (id, name, unit, version) ORDER BY n.id
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, unit = excluded.unit, version = excluded.version
     WHERE p.version < excluded.version`,
    [
      products.map((product) => product.id),
      products.map((product) => product.name),
      products.map((product) => product.unit),
      products.map((product) => product.version),
    ],
  );
}

/** Those of the ids that are known. */
export async function findProducts(
  db: Queryable,
  ids: string[],
): Promise<Map<string, NamedProduct>> {
  const rows = await db.query<NamedProduct & { id: string }>(
    'SELECT id, name, unit FROM product WHERE id = ANY($1::uuid[])',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
