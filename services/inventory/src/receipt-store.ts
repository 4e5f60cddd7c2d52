/** The SQL of receipts; what came in with one are its lots. */
import type { Receipt, ReceiptListQuery, ReceiptSummary } from '@balcao/contracts/api/receipts.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { brokenConstraint } from '@balcao/kit/db-errors.ts';
import { Problem } from '@balcao/kit/problem.ts';

export interface NewReceipt {
  id: string;
  supplierId: string | null;
  document: string | null;
  note: string | null;
  receivedOn: string;
  createdBy: string;
  createdAt: string;
  businessDate: string;
}

/** Throws `already_exists` where the id is taken. */
export async function insertReceipt(tx: Tx, receipt: NewReceipt): Promise<void> {
  try {
    await tx.query(
      `INSERT INTO receipt (id, supplier_id, document, note, received_on, created_by, created_at,
         business_date)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        receipt.id,
        receipt.supplierId,
        receipt.document,
        receipt.note,
        receipt.receivedOn,
        receipt.createdBy,
        receipt.createdAt,
        receipt.businessDate,
      ],
    );
  } catch (error) {
    if (brokenConstraint(error) !== 'receipt_id') throw error;
    throw new Problem('already_exists', 'There is a receipt with this id already. Use a new id.');
  }
}

// What was cut from a lot of the receipt has a parent, and did not come with it.
const summary = `
  SELECT r.id, r.supplier_id AS "supplierId", s.name AS "supplierName", r.document, r.note,
    r.received_on AS "receivedOn", l.total_minor AS "totalMinor", l.line_count AS "lineCount",
    r.created_by AS "createdBy", r.created_at AS "createdAt"
  FROM receipt r LEFT JOIN supplier s ON s.id = r.supplier_id
  CROSS JOIN LATERAL (
    SELECT sum(cost_minor)::bigint AS total_minor, count(*) AS line_count FROM lot
    WHERE receipt_id = r.id AND parent_id IS NULL) l`;

/** Receipts, those received last first. */
export function listReceipts(
  db: Queryable,
  { limit, supplierId }: ReceiptListQuery,
  before: [string, string] | null,
): Promise<ReceiptSummary[]> {
  return db.query<ReceiptSummary>(
    `${summary}
     WHERE ($2::date IS NULL OR (r.received_on, r.id) < ($2, $3::uuid))
       AND ($4::uuid IS NULL OR r.supplier_id = $4)
     ORDER BY r.received_on DESC, r.id DESC LIMIT $1`,
    [limit + 1, ...(before ?? [null, null]), supplierId ?? null],
  );
}

export async function findReceipt(db: Queryable, id: string): Promise<ReceiptSummary | undefined> {
  const [found] = await db.query<ReceiptSummary>(`${summary} WHERE r.id = $1`, [id]);
  return found;
}

/** The lines of a receipt, in the order in which they came in. */
export function readReceiptLines(db: Queryable, id: string): Promise<Receipt['lines']> {
  return db.query<Receipt['lines'][number]>(
    `SELECT l.id, l.product_id AS "productId", p.name AS "productName", p.unit,
       l.received_milli AS "quantityMilli", l.cost_minor AS "costMinor", l.code AS "lotCode",
       l.expires_on AS "expiresOn"
     FROM lot l JOIN product p ON p.id = l.product_id JOIN movement m ON m.id = l.id
     WHERE l.receipt_id = $1 AND l.parent_id IS NULL ORDER BY m.seq`,
    [id],
  );
}
