/** The SQL of the proofs: each query answers the ids of what is wrong, a few of them. */
import type pg from 'pg';

/** Finance's text of a transaction, whose SHA-256 is chained: `services/finance/src/chain-store.ts`; it never changes. */
const digest = `sha256(convert_to(jsonb_build_array(
  t.id, t.source, t.kind, t.date, t.description, t.created_by, t.created_at AT TIME ZONE 'UTC', t.trace_id,
  t.reverses_id, t.number,
  (SELECT jsonb_agg(jsonb_build_array(l.position, l.account_id, l.debit_minor, l.credit_minor) ORDER BY l.position)
   FROM journal_line l WHERE l.transaction_id = t.id))::text, 'UTF8'))`;

const queries = {
  unbalanced: {
    says: 'ledger: transactions do not balance',
    sql: `SELECT coalesce(t.id, l.id)::text AS id FROM journal_transaction t FULL JOIN (
        SELECT transaction_id AS id, sum(debit_minor - credit_minor) AS net FROM journal_line GROUP BY 1) l USING (id)
      WHERE t.id IS NULL OR l.net IS DISTINCT FROM 0`,
  },
  differingDays: {
    says: 'ledger: sums per day are not those of the journal',
    sql: `SELECT format('%s of %s', date, account_id) AS id FROM (
        SELECT account_id, date, debit_minor, credit_minor FROM account_day
        UNION ALL SELECT l.account_id, t.date, -l.debit_minor, -l.credit_minor
        FROM journal_line l JOIN journal_transaction t ON t.id = l.transaction_id) every
      GROUP BY account_id, date HAVING sum(debit_minor) <> 0 OR sum(credit_minor) <> 0`,
  },
  unchained: {
    says: 'ledger: transactions are neither in the chain nor wait for it',
    sql: `SELECT id::text FROM journal_transaction t
      WHERE NOT EXISTS (SELECT FROM journal_hash h WHERE h.transaction_id = t.id)
        AND NOT EXISTS (SELECT FROM journal_unchained u WHERE u.transaction_id = t.id)`,
  },
  stockLevels: {
    says: 'stock: levels are not the sum of movements, or of lots less what is missing',
    sql: `SELECT product_id::text AS id FROM (
        SELECT product_id, on_hand_milli AS quantity, value_minor AS value, 1 AS part FROM stock_level
        UNION ALL SELECT product_id, quantity_milli, cost_minor, 2 FROM movement
        UNION ALL SELECT product_id, on_hand_milli, value_minor, 3 FROM lot
        UNION ALL SELECT product_id, -quantity_milli, -value_minor, 3 FROM shortfall) every
      GROUP BY product_id
      HAVING coalesce(sum(quantity) FILTER (WHERE part = 1), 0) <> coalesce(sum(quantity) FILTER (WHERE part = 2), 0)
        OR coalesce(sum(quantity) FILTER (WHERE part = 1), 0) <> coalesce(sum(quantity) FILTER (WHERE part = 3), 0)
        OR coalesce(sum(value) FILTER (WHERE part = 1), 0) <> coalesce(sum(value) FILTER (WHERE part = 2), 0)
        OR coalesce(sum(value) FILTER (WHERE part = 1), 0) <> coalesce(sum(value) FILTER (WHERE part = 3), 0)`,
  },
  lots: {
    says: 'stock: lots are not the sum of their movements',
    sql: `SELECT lot.id::text FROM lot LEFT JOIN (
        SELECT lot_id AS id, sum(quantity_milli) AS quantity, sum(cost_minor) AS cost FROM lot_movement GROUP BY 1) m
      USING (id)
      WHERE lot.on_hand_milli <> coalesce(m.quantity, 0) OR lot.value_minor <> coalesce(m.cost, 0)`,
  },
} as const;

const named = 5;

/** One sentence for each proof that fails, with the first ids. */
export async function findFaults(
  client: pg.Client,
  proofs: (keyof typeof queries)[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const proof of proofs) {
    const { says, sql } = queries[proof];
    const { rows } = await client.query<{ id: string }>(`${sql} ORDER BY 1 LIMIT ${named}`);
    if (rows.length > 0) faults.push(`${says}: ${rows.map(({ id }) => id).join(', ')}`);
  }
  return faults;
}

export async function readHead(
  client: pg.Client,
): Promise<{ seq: number; hash: Buffer } | undefined> {
  const { rows } = await client.query<{ seq: string; hash: Buffer }>(
    'SELECT seq, hash FROM journal_head',
  );
  return rows[0] === undefined ? undefined : { seq: Number(rows[0].seq), hash: rows[0].hash };
}

export interface Link {
  seq: number;
  hash: Buffer;
  /** Of the transaction as it is now; null where there is none. */
  digest: Buffer | null;
}

/** The links after `seq`, in order. */
export async function readLinks(client: pg.Client, seq: number, limit: number): Promise<Link[]> {
  const { rows } = await client.query<{ seq: string; hash: Buffer; digest: Buffer | null }>(
    `SELECT h.seq, h.hash, CASE WHEN t.id IS NOT NULL THEN ${digest} END AS digest
     FROM (SELECT * FROM journal_hash WHERE seq > $1 ORDER BY seq LIMIT $2) h
     LEFT JOIN journal_transaction t ON t.id = h.transaction_id ORDER BY h.seq`,
    [seq, limit],
  );
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}
