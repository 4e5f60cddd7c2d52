/** The copy of the catalogue and of the latest costs that the shop's own quotes need. */
import type { Tx } from '@balcao/kit/db.ts';
import type { ShopProduct } from './shop-product.ts';

interface Row {
  id: string;
  sku: string | null;
  price_minor: number | null;
  cost_minor: number | null;
  version: number;
  goods_milli: number | null;
  goods_cost_minor: number | null;
  goods_at: string | null;
  quoted_at: string | null;
}

/** Locks products, sorted by id, until `tx` ends; one that nobody has told of yet is there with nothing. */
export async function lockProducts(tx: Tx, ids: string[]): Promise<Map<string, ShopProduct>> {
  tx.send(
    `INSERT INTO product (id) SELECT DISTINCT id FROM unnest($1::uuid[]) AS id ORDER BY id
     ON CONFLICT DO NOTHING`,
    [ids],
  );
  const rows = await tx.query<Row>(
    'SELECT * FROM product WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, fromRow(row)]));
}

/** Writes back products that `tx` has locked. */
export function saveProducts(tx: Tx, products: ShopProduct[]): void {
  tx.send(
    `UPDATE product p SET sku = n.sku, price_minor = n.price_minor, cost_minor = n.cost_minor,
       version = n.version, goods_milli = n.goods_milli, goods_cost_minor = n.goods_cost_minor,
       goods_at = n.goods_at, quoted_at = n.quoted_at
     FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
       $7::bigint[], $8::timestamptz[], $9::timestamptz[]) AS n (id, sku, price_minor, cost_minor,
       version, goods_milli, goods_cost_minor, goods_at, quoted_at)
     WHERE p.id = n.id`,
    [
      products.map(({ id }) => id),
      products.map(({ sku }) => sku),
      products.map(({ priceMinor }) => priceMinor),
      products.map(({ costMinor }) => costMinor),
      products.map(({ version }) => version),
      products.map(({ goods }) => goods?.quantityMilli ?? null),
      products.map(({ goods }) => goods?.costMinor ?? null),
      products.map(({ goods }) => goods?.occurredAt ?? null),
      products.map(({ quotedAt }) => quotedAt),
    ],
  );
}

function fromRow(row: Row): ShopProduct {
  return {
    id: row.id,
    sku: row.sku,
    priceMinor: row.price_minor,
    costMinor: row.cost_minor,
    version: row.version,
    goods: goodsOf(row),
    quotedAt: row.quoted_at,
  };
}

function goodsOf(row: Row): ShopProduct['goods'] {
  const { goods_milli: quantityMilli, goods_cost_minor: costMinor, goods_at: occurredAt } = row;
  if (quantityMilli === null || costMinor === null || occurredAt === null) return null;
  return { quantityMilli, costMinor, occurredAt };
}
