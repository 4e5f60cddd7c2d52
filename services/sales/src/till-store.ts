/** The SQL of tills and registers: rows locked in the order of their ids, tills before registers before orders. */
import type { TillListQuery, TillStatus } from '@balcao/contracts/api/tills.ts';
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import { decodeCursor, unusableCursor } from '@balcao/kit/cursor.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

export interface MethodAmount {
  method: PaymentMethod;
  amountMinor: number;
}

export interface TillRow {
  id: string;
  seq: number;
  register: string;
  sellerId: string;
  status: TillStatus;
  floatMinor: number;
  businessDate: string;
  openedAt: string;
  countedMinor: number | null;
  counted: MethodAmount[] | null;
  expectedMinor: number | null;
  closedAt: string | null;
}

const columns = `t.id, t.seq, t.register, t.seller_id AS "sellerId", t.status,
  t.float_minor AS "floatMinor", t.business_date AS "businessDate", t.opened_at AS "openedAt",
  t.counted_minor AS "countedMinor", t.counted, t.expected_minor AS "expectedMinor",
  t.closed_at AS "closedAt"`;

export type NewTill = Pick<
  TillRow,
  'id' | 'register' | 'sellerId' | 'floatMinor' | 'businessDate' | 'openedAt'
>;

/** Stores an open till; false when its id is taken, or its register or seller has an open one. */
export async function insertTill(tx: Tx, till: NewTill): Promise<boolean> {
  tx.send('INSERT INTO register (name) VALUES ($1) ON CONFLICT DO NOTHING', [till.register]);
  const rows = await tx.query(
    `INSERT INTO till (id, register, seller_id, status, float_minor, business_date, opened_at)
     VALUES ($1, $2, $3, 'open', $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id`,
    [till.id, till.register, till.sellerId, till.floatMinor, till.businessDate, till.openedAt],
  );
  return rows.length > 0;
}

/** What keeps a till from being opened. */
export async function findRivals(tx: Tx, till: NewTill): Promise<TillRow[]> {
  return tx.query<TillRow>(
    `SELECT ${columns} FROM till t
     WHERE t.id = $1 OR (t.status = 'open' AND (t.register = $2 OR t.seller_id = $3))`,
    [till.id, till.register, till.sellerId],
  );
}

/** A till in use, as it is when it is ours to use. */
export interface UsedTill extends TillRow {
  /** It was open before its closing, if any, was waited for. */
  wasOpen: boolean;
}

/**
 * The tills of some ids and the open ones of some sellers, kept from being closed until the transaction ends;
 * many may use a till at once. The sub-selects see what was so before the wait: a till that is counted meanwhile
 * is answered as it is now, not left out.
 */
export async function useTills(
  tx: Tx,
  { ids, sellerIds }: { ids: string[]; sellerIds: string[] },
): Promise<UsedTill[]> {
  return tx.query<UsedTill>(
    `SELECT ${columns}, (SELECT s.status = 'open' FROM till s WHERE s.id = t.id) AS "wasOpen"
     FROM till t
     WHERE t.id = ANY($1::uuid[] || ARRAY(
       SELECT s.id FROM till s WHERE s.seller_id = ANY($2::uuid[]) AND s.status = 'open'))
     ORDER BY t.id FOR KEY SHARE`,
    [ids, sellerIds],
  );
}

/** Locks a till against everybody, to close it. */
export async function lockTill(tx: Tx, id: string): Promise<TillRow | undefined> {
  const [row] = await tx.query<TillRow>(
    `SELECT ${columns} FROM till t WHERE t.id = $1 FOR UPDATE`,
    [id],
  );
  return row;
}

/** Locks the tills of orders: one after the other, orders of a till leave it. New orders may come meanwhile. */
export async function lockTillsOf(tx: Tx, orderIds: string[]): Promise<TillRow[]> {
  return tx.query<TillRow>(
    `SELECT ${columns} FROM till t
     WHERE t.id IN (SELECT till_id FROM orders WHERE id = ANY($1::uuid[]))
     ORDER BY t.id FOR NO KEY UPDATE`,
    [orderIds],
  );
}

/** Locks the registers of orders' tills and answers the numbers of their last receipts. */
export async function lockRegistersOf(tx: Tx, orderIds: string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ name: string; last: number }>(
    `SELECT r.name, r.last_receipt AS last FROM register r
     WHERE r.name IN (SELECT t.register FROM till t JOIN orders o ON o.till_id = t.id
       WHERE o.id = ANY($1::uuid[]))
     ORDER BY r.name FOR NO KEY UPDATE`,
    [orderIds],
  );
  return new Map(rows.map(({ name, last }) => [name, last]));
}

/** Sets the numbers of the last receipts of registers that `tx` has locked. */
export function saveRegisters(tx: Tx, registers: Map<string, number>): void {
  if (registers.size === 0) return;
  tx.send(
    `UPDATE register r SET last_receipt = n.last
     FROM unnest($1::text[], $2::bigint[]) AS n (name, last) WHERE r.name = n.name`,
    [[...registers.keys()], [...registers.values()]],
  );
}

/** Whether orders of a till still wait for stock or payment. */
export async function hasWaitingOrders(tx: Tx, tillId: string): Promise<boolean> {
  const rows = await tx.query(
    'SELECT 1 FROM orders WHERE till_id = $1 AND deadline_at IS NOT NULL LIMIT 1',
    [tillId],
  );
  return rows.length > 0;
}

/** Records the count of a locked till, which is `closing` from now on. */
export function saveCount(
  tx: Tx,
  count: { tillId: string; countedMinor: number; counted: MethodAmount[]; at: Date; by: string },
): void {
  tx.send(
    `UPDATE till SET status = 'closing', counted_minor = $2, counted = $3, counted_at = $4,
       counted_by = $5 WHERE id = $1`,
    [count.tillId, count.countedMinor, JSON.stringify(count.counted), count.at, count.by],
  );
}

/** Closes a locked till. */
export function saveClosing(
  tx: Tx,
  { tillId, expectedMinor, at }: { tillId: string; expectedMinor: number; at: Date },
): void {
  tx.send(`UPDATE till SET status = 'closed', expected_minor = $2, closed_at = $3 WHERE id = $1`, [
    tillId,
    expectedMinor,
    at,
  ]);
}

export async function readTill(db: Queryable, id: string): Promise<TillRow | undefined> {
  const [row] = await db.query<TillRow>(`SELECT ${columns} FROM till t WHERE t.id = $1`, [id]);
  return row;
}

/** One row more than the page holds, newest first. */
export async function listTills(db: Queryable, query: TillListQuery): Promise<TillRow[]> {
  const { limit, cursor, status, register, sellerId, from, to } = query;
  const before = decodeCursor(cursor, 1)?.[0] ?? null;
  if (before !== null && !/^\d{1,15}$/.test(before)) throw unusableCursor();
  return db.query<TillRow>(
    `SELECT ${columns} FROM till t
     WHERE ($1::bigint IS NULL OR t.seq < $1) AND ($2::text IS NULL OR t.status = $2)
       AND ($3::text IS NULL OR t.register = $3) AND ($4::uuid IS NULL OR t.seller_id = $4)
       AND ($5::date IS NULL OR t.business_date >= $5) AND ($6::date IS NULL OR t.business_date <= $6)
     ORDER BY t.seq DESC LIMIT $7`,
    [
      before,
      status ?? null,
      register ?? null,
      sellerId ?? null,
      from ?? null,
      to ?? null,
      limit + 1,
    ],
  );
}
