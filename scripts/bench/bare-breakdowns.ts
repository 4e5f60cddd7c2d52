/** The baseline of `bench breakdown`: the rows that one breakdown leaves behind, by bare SQL, one transaction each. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';

const schema = `
  CREATE TABLE stock_level (product_id uuid PRIMARY KEY, on_hand bigint, value bigint);
  CREATE TABLE lot (id uuid PRIMARY KEY, product_id uuid, parent_id uuid, received bigint, cost bigint,
    on_hand bigint, value bigint);
  CREATE INDEX ON lot (product_id) WHERE on_hand > 0;
  CREATE INDEX ON lot (parent_id);
  CREATE TABLE movement (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid UNIQUE, source uuid,
    product_id uuid, quantity bigint, cost bigint, UNIQUE (source, product_id));
  CREATE INDEX ON movement (product_id, seq);
  CREATE TABLE lot_movement (seq bigint GENERATED ALWAYS AS IDENTITY, lot_id uuid, movement_id uuid,
    quantity bigint, cost bigint, PRIMARY KEY (lot_id, seq));
  CREATE INDEX ON lot_movement (movement_id);
  CREATE TABLE breakdown (id uuid PRIMARY KEY, lot_id uuid, quantity bigint, cost bigint, loss bigint);
  CREATE TABLE breakdown_output (breakdown_id uuid, position bigint, lot_id uuid, quantity bigint, cost bigint,
    PRIMARY KEY (breakdown_id, position));
  CREATE TABLE outbox (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid, data jsonb);`;

const statements = [
  `SELECT * FROM stock_level WHERE product_id = ANY($1::uuid[]) ORDER BY product_id FOR NO KEY UPDATE`,
  `SELECT * FROM lot WHERE product_id = ANY($1::uuid[]) AND on_hand > 0`,
  `UPDATE stock_level SET on_hand = on_hand + 2000, value = value + 1000 WHERE product_id = ANY($1::uuid[])`,
  `INSERT INTO lot SELECT l, p, $3, 2000, 1000, 2000, 1000 FROM unnest($1::uuid[], $2::uuid[]) AS n (p, l)`,
  `INSERT INTO movement (id, source, product_id, quantity, cost)
   SELECT l, $3, p, 2000, 1000 FROM unnest($1::uuid[], $2::uuid[]) AS n (p, l)`,
  `INSERT INTO lot_movement (lot_id, movement_id, quantity, cost) SELECT l, l, 2000, 1000 FROM unnest($1::uuid[]) AS l`,
  `INSERT INTO breakdown VALUES ($1, $1, 100000, 50000, 20000)`,
  `INSERT INTO breakdown_output SELECT $2, n, l, 2000, 1000 FROM unnest($1::uuid[]) WITH ORDINALITY AS o (l, n)`,
  `INSERT INTO outbox (id, data) SELECT $1, to_jsonb($2::uuid[])`,
] as const;

export interface BareBreakdowns {
  /** Answers how many milliseconds it took. */
  breakDown(): Promise<number>;
  close(): Promise<void>;
}

/** On a database of its own on the same server. */
export async function openBareBreakdowns(
  adminUrl: string,
  cutCount: number,
): Promise<BareBreakdowns> {
  const name = `bare_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(schema);
  const products = Array.from({ length: cutCount + 1 }, () => randomUUID());
  await client.query('INSERT INTO stock_level SELECT p, 0, 0 FROM unnest($1::uuid[]) AS p', [
    products,
  ]);
  return {
    breakDown: () => breakDown(client, products),
    async close() {
      await client.end();
      await admin.query(`DROP DATABASE ${name}`);
      await admin.end();
    },
  };
}

async function breakDown(client: pg.Client, products: string[]): Promise<number> {
  const id = randomUUID();
  const lots = products.map(() => randomUUID());
  const values = [
    [products],
    [products],
    [products],
    [products, lots, id],
    [products, lots, id],
    [lots],
    [id],
    [lots, id],
    [id, lots],
  ];
  const startedAt = performance.now();
  await client.query('BEGIN');
  for (const [index, text] of statements.entries()) {
    await client.query({ name: `b${index}`, text, values: values[index] ?? [] });
  }
  await client.query('COMMIT');
  const took = performance.now() - startedAt;
  await client.query('UPDATE lot SET on_hand = 0, value = 0 WHERE on_hand > 0');
  return took;
}
