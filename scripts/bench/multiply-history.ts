/** Turns a day of real sales into years of them, in the databases: each row that belongs to one sale is copied for each earlier day. */
import pg from 'pg';

/** Kept for hours or days only, however old the shop is. */
const shortLived = ['inbox', 'outbox', 'outbox_sent', 'idempotency_key', 'deferred_message'];

/** What lasts about a day: a copy has its own, though there is but one in the day that is copied. */
const daily = ['till_id', 'lot_id'];

interface Column {
  name: string;
  type: string;
  isUnique: boolean;
}

/**
 * Copies what `orders` sales have left in one database, `copies` times, each copy a day earlier than the one before.
 * Whatever tells one sale from another, in ids, texts and numbers, is another one in each copy, the same in all
 * tables, and so is its till and its lots; products and accounts stay. Balances and levels are not those of the copies.
 */
export async function multiplyHistory(
  url: string,
  { orders, copies }: { orders: number; copies: number },
): Promise<void> {
  const sql = new pg.Client(url);
  await sql.connect();
  try {
    // The rows are right as they are: neither triggers nor foreign keys have to look at them.
    await sql.query('SET session_replication_role = replica');
    for (const table of await tablesOfSales(sql, orders)) {
      await multiply(sql, table, { orders, copies });
      await sql.query(`VACUUM ANALYZE ${table}`);
    }
  } finally {
    await sql.end();
  }
}

/** Those with a row for every other sale, at least. */
async function tablesOfSales(sql: pg.Client, orders: number): Promise<string[]> {
  const { rows } = await sql.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT relname = ANY($1) ORDER BY 1`,
    [shortLived],
  );
  const names: string[] = [];
  for (const { name } of rows) {
    const counted = await sql.query<{ many: boolean }>(
      `SELECT count(*) >= $1 AS many FROM ${name}`,
      [Math.floor(orders / 2)],
    );
    if (counted.rows[0]?.many) names.push(name);
  }
  return names;
}

async function multiply(
  sql: pg.Client,
  table: string,
  { orders, copies }: { orders: number; copies: number },
): Promise<void> {
  await sql.query(`CREATE TEMPORARY TABLE day_of_${table} AS SELECT * FROM ${table}`);
  const columns = await columnsOf(sql, table);
  const values: string[] = [];
  for (const column of columns) values.push(await expressionOf(sql, table, { column, orders }));
  await sql.query(
    `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')})
     SELECT ${values.join(', ')} FROM generate_series(1, ${copies}) AS n CROSS JOIN day_of_${table}`,
  );
  await sql.query(`DROP TABLE day_of_${table}`);
}

/** All but those that the database fills itself. */
async function columnsOf(sql: pg.Client, table: string): Promise<Column[]> {
  const { rows } = await sql.query<Column>(
    `SELECT a.attname AS name, a.atttypid::regtype::text AS type,
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique
         AND a.attnum = ANY(i.indkey)) AS "isUnique"
     FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
       AND a.attgenerated = '' AND a.attidentity = ''
       AND coalesce(pg_get_expr(d.adbin, d.adrelid), '') NOT LIKE 'nextval%'`,
    [table],
  );
  return rows;
}

/** The uuids of a copy lie side by side in their index, as those of one day do. */
const another = (text: string) => `(lpad(to_hex(n), 8, '0') || substr(md5(${text} || n), 9))::uuid`;

async function expressionOf(
  sql: pg.Client,
  table: string,
  { column: { name, type, isUnique }, orders }: { column: Column; orders: number },
): Promise<string> {
  if (type === 'date') return `${name} - n`;
  if (type === 'timestamp with time zone') return `${name} - n * interval '1 day'`;
  if (daily.includes(name)) return another(`${name}::text`);
  const { rows } = await sql.query<{ differs: boolean; span: string | null }>(
    `SELECT count(DISTINCT ${name}::text) >= $1 AS differs,
       ${/^(bigint|integer)$/.test(type) ? `max(${name}) - min(${name}) + 1` : 'NULL'} AS span
     FROM ${table}`,
    [Math.floor(orders / 2)],
  );
  if (!rows[0]?.differs) return name;
  if (type === 'uuid') return another(`${name}::text`);
  if (type === 'text') {
    const id = `substring(${name} from '[0-9a-f-]{36}')`;
    return `coalesce(replace(${name}, ${id}, ${another(id)}::text), ${name})`;
  }
  // Backwards, since those that come next belong to the sales that come next.
  return isUnique && rows[0].span !== null ? `${name} - n * ${rows[0].span}` : name;
}
