/** The SQL of tabs: append-only entries, what is open of them, and what settled it. */
import type { StatementQuery, TabEntry, TabItem } from '@balcao/contracts/api/customers.ts';
import { decodeCursor, unusableCursor } from '@balcao/kit/cursor.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Allocation } from './tab-ledger.ts';

export interface NewTabEntry extends TabEntry {
  customerId: string;
  tillId: string | null;
}

/** Adds entries to the tabs of locked customers, in this order, and sets what each owes to its last entry's balance. */
export function addTabEntries(tx: Tx, entries: NewTabEntry[]): void {
  if (entries.length === 0) return;
  tx.send(
    `INSERT INTO tab_entry (id, customer_id, kind, amount_minor, balance_minor, source_id, order_id, method,
       till_id, note, by, at, business_date)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::uuid[],
       $7::uuid[], $8::text[], $9::uuid[], $10::text[], $11::uuid[], $12::timestamptz[], $13::date[])`,
    [
      entries.map((entry) => entry.id),
      entries.map((entry) => entry.customerId),
      entries.map((entry) => entry.kind),
      entries.map((entry) => entry.amountMinor),
      entries.map((entry) => entry.balanceMinor),
      entries.map((entry) => entry.sourceId),
      entries.map((entry) => entry.orderId),
      entries.map((entry) => entry.method),
      entries.map((entry) => entry.tillId),
      entries.map((entry) => entry.note),
      entries.map((entry) => entry.by),
      entries.map((entry) => entry.at),
      entries.map((entry) => entry.businessDate),
    ],
  );
  const balances = new Map(entries.map((entry) => [entry.customerId, entry.balanceMinor]));
  tx.send(
    `UPDATE customer c SET balance_minor = n.balance
     FROM unnest($1::uuid[], $2::bigint[]) AS n (id, balance) WHERE c.id = n.id`,
    [[...balances.keys()], [...balances.values()]],
  );
}

/** Records what an entry that lowers a balance settles. */
export function addAllocations(tx: Tx, entryId: string, allocations: Allocation[]): void {
  if (allocations.length === 0) return;
  tx.send(
    `INSERT INTO tab_allocation (item_id, entry_id, amount_minor)
     SELECT item, $1, amount FROM unnest($2::uuid[], $3::bigint[]) AS n (item, amount)`,
    [
      entryId,
      allocations.map(({ itemId }) => itemId),
      allocations.map(({ amountMinor }) => amountMinor),
    ],
  );
}

/** What is open on a tab, the oldest first. */
export async function readOpenItems(
  db: Queryable,
  customerId: string,
  limit: number | null = null,
): Promise<TabItem[]> {
  return db.query<TabItem>(
    `SELECT e.id AS "entryId", e.kind, e.order_id AS "orderId", e.at, e.business_date AS "businessDate",
       e.amount_minor AS "amountMinor", e.amount_minor - a.settled AS "openMinor"
     FROM tab_entry e, LATERAL (SELECT coalesce(sum(s.amount_minor), 0)::bigint AS settled
       FROM tab_allocation s WHERE s.item_id = e.id) a
     WHERE e.customer_id = $1 AND e.amount_minor > a.settled
     ORDER BY e.seq LIMIT $2`,
    [customerId, limit],
  );
}

export interface StatementRow extends TabEntry {
  seq: number;
}

/** Entries of a tab, the oldest first: one row more than the page holds. */
export async function listEntries(
  db: Queryable,
  customerId: string,
  { limit, cursor, from, to }: StatementQuery,
): Promise<StatementRow[]> {
  const after = decodeCursor(cursor, 1)?.[0] ?? null;
  if (after !== null && !/^\d{1,15}$/.test(after)) throw unusableCursor();
  return db.query<StatementRow>(
    `SELECT seq, id, kind, amount_minor AS "amountMinor", balance_minor AS "balanceMinor",
       source_id AS "sourceId", order_id AS "orderId", method, note, by, at, business_date AS "businessDate"
     FROM tab_entry
     WHERE customer_id = $1 AND ($2::bigint IS NULL OR seq > $2)
       AND ($3::date IS NULL OR business_date >= $3) AND ($4::date IS NULL OR business_date <= $4)
     ORDER BY seq LIMIT $5`,
    [customerId, after, from ?? null, to ?? null, limit + 1],
  );
}

/** Throws `already_exists` where an entry of this kind has the id already. */
export async function requireNewSource(
  tx: Tx,
  { kind, sourceId }: Pick<TabEntry, 'kind' | 'sourceId'>,
): Promise<void> {
  const rows = await tx.query('SELECT 1 FROM tab_entry WHERE kind = $1 AND source_id = $2', [
    kind,
    sourceId,
  ]);
  if (rows.length > 0)
    throw new Problem('already_exists', `There is a ${kind} ${sourceId} already.`);
}
