/** Lots as the API shows them. */
import type { Lot, LotListQuery } from '@balcao/contracts/api/lots.ts';
import { addDays } from '@balcao/contracts/dates.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import type { LotRow } from './lot-store.ts';

export interface ListedLotRow extends LotRow {
  product_name: string;
  unit: Unit;
  supplier_name: string | null;
  is_expired: boolean;
}

/** `$1` is the day by which lots are expired or not. */
export const lotSource = `
  SELECT l.*, p.name AS product_name, p.unit, s.name AS supplier_name,
    coalesce(l.expires_on < $1::date, false) AS is_expired
  FROM lot l JOIN product p ON p.id = l.product_id LEFT JOIN supplier s ON s.id = l.supplier_id`;

/** What a lot is sorted by that never expires. */
export const never = '9999-12-31';

const listed = `
  ${lotSource}
  WHERE ($3::date IS NULL
      OR (coalesce(l.expires_on, '${never}'), l.received_on, l.id) > ($3, $4::date, $5::uuid))
    AND ($6::uuid IS NULL OR l.product_id = $6) AND ($7::uuid IS NULL OR l.supplier_id = $7)
    AND ($8::date IS NULL OR l.expires_on <= $8)
    AND ($9::boolean IS NULL OR coalesce(l.expires_on < $1::date, false) = $9)
    AND ($10::boolean IS NULL OR l.has_stock = $10)
    AND ($11::text IS NULL OR lower(l.code) = lower($11))
  ORDER BY coalesce(l.expires_on, '${never}'), l.received_on, l.id LIMIT $2`;

/** Lots in the order in which they are sold: by expiry, receipt and id. */
export function listLots(
  db: Queryable,
  query: LotListQuery,
  { after, today }: { after: [string, string, string] | null; today: string },
): Promise<ListedLotRow[]> {
  const { limit, productId, supplierId, expiringWithinDays: days } = query;
  return db.query<ListedLotRow>(listed, [
    today,
    limit + 1,
    ...(after ?? [null, null, null]),
    productId ?? null,
    supplierId ?? null,
    days === undefined ? null : addDays(today, days),
    query.isExpired ?? null,
    query.hasStock ?? null,
    query.lotCode ?? null,
  ]);
}

export async function findLot(
  db: Queryable,
  lotId: string,
  today: string,
): Promise<Lot | undefined> {
  const [row] = await db.query<ListedLotRow>(`${lotSource} WHERE l.id = $2`, [today, lotId]);
  return row === undefined ? undefined : toLot(row);
}

export function toLot(row: ListedLotRow): Lot {
  return {
    id: row.id,
    productId: row.product_id,
    productName: row.product_name,
    unit: row.unit,
    supplierId: row.supplier_id,
    supplierName: row.supplier_name,
    receiptId: row.receipt_id,
    parentId: row.parent_id,
    lotCode: row.code,
    receivedOn: row.received_on,
    expiresOn: row.expires_on,
    isExpired: row.is_expired,
    receivedMilli: row.received_milli,
    costMinor: row.cost_minor,
    onHandMilli: row.on_hand_milli,
    valueMinor: row.value_minor,
    version: row.version,
  };
}
