/** The SQL of what goes into and out of tills: append-only entries, and the sums over them. */
import type { TillMovement } from '@balcao/contracts/api/tills.ts';
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

export type TillEntryKind = 'float' | 'sale' | 'refund' | 'tab_payment' | 'suprimento' | 'sangria';

export interface TillEntry {
  tillId: string;
  kind: TillEntryKind;
  method: PaymentMethod;
  /** Centavos that it adds to the till; below zero what it takes out. */
  amountMinor: number;
  /** Of cash tendered: what went back at once; it is in no sum. */
  changeMinor?: number;
  /** The till of a float, else the order, refund, tab payment or movement: with the payment it is there once. */
  sourceId: string;
  paymentId?: string;
  isLate?: boolean;
  note?: string | undefined;
  by?: string | null;
  at: Date;
}

const insert = `
  INSERT INTO till_entry (till_id, kind, method, amount_minor, change_minor, source_id, payment_id,
    is_late, note, by, at)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::uuid[],
    $7::uuid[], $8::boolean[], $9::text[], $10::uuid[], $11::timestamptz[])
  ON CONFLICT DO NOTHING RETURNING seq`;

/** Adds entries to tills that `tx` holds; what is there already, by its source and payment, stays as it is. */
export function addTillEntries(tx: Tx, entries: TillEntry[]): void {
  if (entries.length > 0) tx.send(insert, valuesOf(entries));
}

/** Adds one movement; false when its id is taken. */
export async function addTillMovement(tx: Tx, movement: TillEntry): Promise<boolean> {
  return (await tx.query(insert, valuesOf([movement]))).length > 0;
}

function valuesOf(entries: TillEntry[]): unknown[] {
  return [
    entries.map((entry) => entry.tillId),
    entries.map((entry) => entry.kind),
    entries.map((entry) => entry.method),
    entries.map((entry) => entry.amountMinor),
    entries.map((entry) => entry.changeMinor ?? 0),
    entries.map((entry) => entry.sourceId),
    entries.map((entry) => entry.paymentId ?? null),
    entries.map((entry) => entry.isLate ?? false),
    entries.map((entry) => entry.note ?? null),
    entries.map((entry) => entry.by ?? null),
    entries.map((entry) => entry.at),
  ];
}

/** Entries of one kind and method, added up. */
export interface TillSum {
  kind: TillEntryKind;
  method: PaymentMethod;
  isLate: boolean;
  /** How many sales, refunds or movements they are of. */
  count: number;
  amountMinor: number;
  changeMinor: number;
}

/** What went into and out of a till, by kind and method. */
export async function sumTillEntries(db: Queryable, tillId: string): Promise<TillSum[]> {
  return db.query<TillSum>(
    `SELECT kind, method, is_late AS "isLate", count(DISTINCT source_id) AS count,
       sum(amount_minor)::bigint AS "amountMinor", sum(change_minor)::bigint AS "changeMinor"
     FROM till_entry WHERE till_id = $1 GROUP BY kind, method, is_late`,
    [tillId],
  );
}

/** Completed sales of a till, added up. */
export interface SalesSum {
  isLate: boolean;
  count: number;
  totalMinor: number;
  discountMinor: number;
  firstReceiptNumber: number;
  lastReceiptNumber: number;
}

/** What a reading is made of. */
export interface TillFigures {
  sums: TillSum[];
  /** What the till was open for, and what arrived late. */
  sales: SalesSum[];
  refundCount: number;
  /** Suprimentos and sangrias, in the order in which they were made. */
  movements: TillMovement[];
}

/** All figures of a till as they are at one moment: one statement, one snapshot. */
export async function readFigures(db: Queryable, tillId: string): Promise<TillFigures> {
  const [row] = await db.query<TillFigures>(
    `SELECT
       coalesce((SELECT json_agg(s) FROM (
         SELECT kind, method, is_late AS "isLate", count(DISTINCT source_id) AS count,
           sum(amount_minor)::bigint AS "amountMinor", sum(change_minor)::bigint AS "changeMinor"
         FROM till_entry WHERE till_id = $1 GROUP BY kind, method, is_late) s), '[]') AS sums,
       coalesce((SELECT json_agg(o) FROM (
         SELECT is_late AS "isLate", count(*) AS count, sum(total_minor)::bigint AS "totalMinor",
           sum(discount_minor)::bigint AS "discountMinor",
           min(receipt_number) AS "firstReceiptNumber", max(receipt_number) AS "lastReceiptNumber"
         FROM orders WHERE till_id = $1 AND receipt_number IS NOT NULL GROUP BY is_late) o),
         '[]') AS sales,
       (SELECT count(DISTINCT source_id) FROM till_entry
        WHERE till_id = $1 AND kind = 'refund') AS "refundCount",
       coalesce((SELECT json_agg(json_build_object('id', m.source_id, 'type', m.kind,
         'amountMinor', abs(m.amount_minor), 'note', m.note, 'by', m.by,
         'at', to_char(m.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY m.seq)
        FROM till_entry m WHERE m.till_id = $1 AND m.kind IN ('suprimento', 'sangria')),
         '[]') AS movements`,
    [tillId],
  );
  return row ?? { sums: [], sales: [], refundCount: 0, movements: [] };
}
