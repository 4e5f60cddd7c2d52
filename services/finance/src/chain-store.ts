/** The SQL of the chain of hashes over the journal. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';

/**
 * SHA-256 of all that transaction `t` says: its columns, and its lines in their order, as the text of a JSON
 * array. Times are in UTC, so that no session's settings change it. This text never changes: what is hashed
 * later with more columns gets an expression of its own.
 */
const digest = `sha256(convert_to(jsonb_build_array(
  t.id, t.source, t.kind, t.date, t.description, t.created_by, t.created_at AT TIME ZONE 'UTC', t.trace_id,
  t.reverses_id, t.number,
  (SELECT jsonb_agg(jsonb_build_array(l.position, l.account_id, l.debit_minor, l.credit_minor) ORDER BY l.position)
   FROM journal_line l WHERE l.transaction_id = t.id))::text, 'UTF8'))`;

export interface ChainHead {
  /** How many transactions the chain has; the first is 1. */
  seq: number;
  hash: Buffer;
}

/** The end of the chain, locked; undefined while somebody else is adding to it. */
export async function lockHead(tx: Tx): Promise<ChainHead | undefined> {
  const [head] = await tx.query<ChainHead>(
    'SELECT seq, hash FROM journal_head FOR UPDATE SKIP LOCKED',
  );
  return head;
}

export interface Unchained {
  transaction_id: string;
  digest: Buffer;
}

/** Takes at most `size` transactions out of those that are not in the chain. Needs the head's lock. */
export function takeUnchained(tx: Tx, size: number): Promise<Unchained[]> {
  return tx.query<Unchained>(
    `WITH taken AS (
       DELETE FROM journal_unchained
       WHERE ctid = ANY (ARRAY(SELECT ctid FROM journal_unchained LIMIT $1)) RETURNING transaction_id)
     SELECT t.id AS transaction_id, ${digest} AS digest
     FROM taken JOIN journal_transaction t ON t.id = taken.transaction_id ORDER BY t.id`,
    [size],
  );
}

export interface Link {
  seq: number;
  transactionId: string;
  hash: Buffer;
}

/** Adds links to the chain, and makes the last of them its head. */
export function sendLinks(tx: Tx, links: Link[], head: ChainHead): void {
  tx.send(
    `INSERT INTO journal_hash (seq, transaction_id, hash)
     SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bytea[])`,
    [
      links.map(({ seq }) => seq),
      links.map(({ transactionId }) => transactionId),
      links.map(({ hash }) => hash),
    ],
  );
  tx.send('UPDATE journal_head SET seq = $1, hash = $2', [head.seq, head.hash]);
}

export async function countUnchained(db: Queryable): Promise<number> {
  const [row] = await db.query<{ n: number }>('SELECT count(*) AS n FROM journal_unchained');
  return row?.n ?? 0;
}

export async function readHead(db: Queryable): Promise<ChainHead | undefined> {
  const [head] = await db.query<ChainHead>('SELECT seq, hash FROM journal_head');
  return head;
}

export interface StoredLink {
  seq: number;
  transaction_id: string;
  hash: Buffer;
  /** Of the transaction as it is now; null where there is none. */
  digest: Buffer | null;
}

/** The links after `seq`, in order. */
export function readLinks(db: Queryable, seq: number, limit: number): Promise<StoredLink[]> {
  return db.query<StoredLink>(
    `SELECT h.seq, h.transaction_id, h.hash, CASE WHEN t.id IS NOT NULL THEN ${digest} END AS digest
     FROM (SELECT * FROM journal_hash WHERE seq > $1 ORDER BY seq LIMIT $2) h
     LEFT JOIN journal_transaction t ON t.id = h.transaction_id ORDER BY h.seq`,
    [seq, limit],
  );
}

/** The first transaction that is neither in the chain nor waits for it, as one that went round the triggers. */
export async function findOutsider(db: Queryable): Promise<string | null> {
  const [row] = await db.query<{ id: string }>(
    `SELECT id FROM journal_transaction t
     WHERE NOT EXISTS (SELECT FROM journal_hash h WHERE h.transaction_id = t.id)
       AND NOT EXISTS (SELECT FROM journal_unchained u WHERE u.transaction_id = t.id)
     ORDER BY id LIMIT 1`,
  );
  return row?.id ?? null;
}
