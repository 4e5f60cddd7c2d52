/** The baseline of `bench orders`: the rows that one order leaves behind, by bare SQL, one transaction each. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type LoadResult, runLoad } from '../harness/load.ts';

const schema = `
  CREATE TABLE orders (id uuid PRIMARY KEY, status text, seller uuid, total bigint, created timestamptz DEFAULT now());
  CREATE TABLE order_line (order_id uuid, position int, product_id uuid, quantity bigint, price bigint, total bigint,
    PRIMARY KEY (order_id, position));
  CREATE TABLE order_payment (id uuid PRIMARY KEY, order_id uuid, method text, amount bigint, status text);
  CREATE TABLE order_history (order_id uuid, seq bigint GENERATED ALWAYS AS IDENTITY, status text,
    at timestamptz DEFAULT now(), PRIMARY KEY (order_id, seq));
  CREATE TABLE stock_level (product_id uuid PRIMARY KEY, on_hand bigint, value bigint);
  CREATE TABLE reservation (order_id uuid PRIMARY KEY, status text);
  CREATE TABLE reservation_line (order_id uuid, product_id uuid, quantity bigint, PRIMARY KEY (order_id, product_id));
  CREATE TABLE movement (id uuid PRIMARY KEY, source uuid, product_id uuid, quantity bigint, cost bigint,
    UNIQUE (source, product_id));
  CREATE TABLE payment (id uuid PRIMARY KEY, order_id uuid, method text, amount bigint, status text);
  CREATE TABLE journal_transaction (id uuid PRIMARY KEY, source text UNIQUE, date date);
  CREATE TABLE journal_line (transaction_id uuid, position int, account int, debit bigint, credit bigint,
    PRIMARY KEY (transaction_id, position));
  CREATE TABLE account_day (account int, date date, debit bigint, credit bigint, PRIMARY KEY (account, date));`;

const statements: { text: string; values: (ids: Ids) => unknown[] }[] = [
  {
    text: `INSERT INTO orders (id, status, seller, total) VALUES ($1, 'completed', $2, 3000)`,
    values: ({ order, seller }) => [order, seller],
  },
  {
    text: `INSERT INTO order_line SELECT $1, n, p, 1000, 1000, 1000 FROM unnest($2::uuid[]) WITH ORDINALITY AS l (p, n)`,
    values: ({ order, products }) => [order, products],
  },
  {
    text: `INSERT INTO order_payment VALUES ($1, $2, 'cash', 3000, 'approved')`,
    values: ({ payment, order }) => [payment, order],
  },
  {
    text: `INSERT INTO order_history (order_id, status) SELECT $1, s FROM unnest(ARRAY['placed', 'awaiting_payment', 'paid', 'completed']) AS s`,
    values: ({ order }) => [order],
  },
  { text: `INSERT INTO reservation VALUES ($1, 'consumed')`, values: ({ order }) => [order] },
  {
    text: `INSERT INTO reservation_line SELECT $1, p, 1000 FROM unnest($2::uuid[]) AS p`,
    values: ({ order, products }) => [order, products],
  },
  {
    text: `INSERT INTO movement SELECT gen_random_uuid(), $1, p, -1000, -500 FROM unnest($2::uuid[]) AS p`,
    values: ({ order, products }) => [order, products],
  },
  {
    text: `INSERT INTO payment VALUES ($1, $2, 'cash', 3000, 'approved')`,
    values: ({ payment, order }) => [payment, order],
  },
  {
    text: `INSERT INTO journal_transaction VALUES ($1, 'sale:' || $3::text, current_date), ($2, 'cost:' || $3::text, current_date)`,
    values: ({ sale, cost, order }) => [sale, cost, order],
  },
  {
    text: `INSERT INTO journal_line VALUES ($1, 1, 1, 3000, 0), ($1, 2, 2, 0, 3000), ($2, 1, 3, 1500, 0), ($2, 2, 4, 0, 1500)`,
    values: ({ sale, cost }) => [sale, cost],
  },
  {
    text: `UPDATE stock_level s SET on_hand = on_hand - 1000, value = value - 500
      FROM (SELECT product_id FROM stock_level WHERE product_id = ANY($1::uuid[]) ORDER BY product_id FOR UPDATE) l
      WHERE s.product_id = l.product_id`,
    values: ({ products }) => [products],
  },
  {
    text: `INSERT INTO account_day AS a VALUES (1, current_date, 3000, 0), (2, current_date, 0, 3000), (3, current_date, 1500, 0), (4, current_date, 0, 1500)
      ON CONFLICT (account, date) DO UPDATE SET debit = a.debit + excluded.debit, credit = a.credit + excluded.credit`,
    values: () => [],
  },
];

interface Ids {
  order: string;
  seller: string;
  payment: string;
  sale: string;
  cost: string;
  products: string[];
}

/** Writes orders on a database of its own on the same server. */
export async function runBareOrders(
  adminUrl: string,
  load: { concurrency: number; seconds: number },
): Promise<LoadResult> {
  const name = `bare_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: load.concurrency });
  await pool.query(schema);
  const products = [randomUUID(), randomUUID(), randomUUID()].sort();
  await pool.query(`INSERT INTO stock_level SELECT p, 1000000000, 0 FROM unnest($1::uuid[]) AS p`, [
    products,
  ]);
  const seller = randomUUID();
  const result = await runLoad(load, () => writeOrder(pool, { seller, products }));
  await pool.end();
  await admin.query(`DROP DATABASE ${name}`);
  await admin.end();
  return result;
}

async function writeOrder(pool: pg.Pool, shop: Pick<Ids, 'seller' | 'products'>): Promise<void> {
  const [order, payment, sale, cost] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const ids = { ...shop, order, payment, sale, cost };
  const client = await pool.connect();
  await client.query('BEGIN');
  for (const [index, { text, values }] of statements.entries()) {
    await client.query({ name: `b${index}`, text, values: values(ids) });
  }
  await client.query('COMMIT');
  client.release();
}
