/** A movement ledger as a shop has it after years, made by SQL, and one lot in it that has to be recalled. */
import type pg from 'pg';

export const ledger = {
  sales: 1_000_000,
  lots: 5_000,
  /** Lots that were cut from the recalled one. */
  cuts: 20,
  /** Orders that got of those, all over the ledger, as if the meat had been sold for years: the worst case. */
  orders: 2_000,
};

/** The lot that has to be recalled. */
export const carcassId = uuid('lot', 0);

function uuid(kind: string, n: number): string {
  return `00000000-0000-7000-8000-${kind === 'lot' ? 'a' : 'b'}${String(n).padStart(11, '0')}`;
}

const lotId = (n: string) =>
  `('${uuid('lot', 0).slice(0, 25)}' || lpad((${n})::text, 11, '0'))::uuid`;
/** A valid UUID that is all over the index, as ids of a shop's many years and tills are not: the worst case. */
const scattered = (kind: string, n: string) =>
  `overlay(overlay(md5('${kind}' || ${n}) PLACING '7' FROM 13) PLACING '8' FROM 17)::uuid`;
const movementId = (n: string) => scattered('movement', n);

/** Every so many sales is one of the recalled lot's cuts; the others are of all other lots in turn. */
const every = ledger.sales / ledger.orders;
const lotOfSale = `CASE WHEN n % ${every} = 0 THEN 1 + n / ${every} % ${ledger.cuts}
  ELSE ${ledger.cuts + 1} + n % ${ledger.lots - ledger.cuts - 1} END`;

/** The lot 0 and its cuts; all others stand for themselves. */
const lots = `
  INSERT INTO lot (id, product_id, parent_id, received_on, received_milli, cost_minor, on_hand_milli,
    value_minor)
  SELECT ${lotId('n')}, $1::uuid, CASE WHEN n BETWEEN 1 AND ${ledger.cuts} THEN ${lotId('0')} END,
    date '2020-01-01' + n / 3, 1000000, 2000000, 0, 0
  FROM generate_series(0, ${ledger.lots - 1}) AS n`;

const movements = `
  INSERT INTO movement (id, type, source_id, product_id, quantity_milli, cost_minor, on_hand_milli,
    occurred_at, business_date, customer_id, register, receipt_number)
  SELECT ${movementId('n')}, 'sale', ${scattered('order', 'n')}, $1::uuid, -500, -1000, 0,
    timestamptz '2020-01-01' + n * interval '3 minutes', date '2020-01-01' + n / 480,
    ${scattered('customer', 'n % 1000')}, '1', n
  FROM generate_series(1, ${ledger.sales}) AS n`;

const lotMovements = `
  INSERT INTO lot_movement (lot_id, movement_id, quantity_milli, cost_minor)
  SELECT ${lotId(lotOfSale)}, ${movementId('n')}, -500, -1000
  FROM generate_series(1, ${ledger.sales}) AS n`;

/** Each lot came in as what was sold of it, so that stock verifies and no job has anything to repair. */
const purchases = `
  WITH sold AS (
    SELECT lot_id, -sum(quantity_milli) AS quantity_milli, -sum(cost_minor) AS cost_minor
    FROM lot_movement WHERE quantity_milli < 0
    GROUP BY lot_id),
  bought AS (
    INSERT INTO movement (id, type, source_id, product_id, quantity_milli, cost_minor, on_hand_milli,
      occurred_at, business_date)
    SELECT lot_id, 'purchase', lot_id, $1::uuid, quantity_milli, cost_minor, 0, '2020-01-01',
      '2020-01-01' FROM sold)
  INSERT INTO lot_movement (lot_id, movement_id, quantity_milli, cost_minor)
  SELECT lot_id, lot_id, quantity_milli, cost_minor FROM sold`;

export async function fillLedger(sql: pg.Client, productId: string): Promise<void> {
  await sql.query(lots, [productId]);
  await sql.query(movements, [productId]);
  await sql.query(lotMovements);
  await sql.query(purchases, [productId]);
  for (const table of ['lot', 'movement', 'lot_movement'])
    await sql.query(`VACUUM ANALYZE ${table}`);
}

/** The same orders by one statement; answers how many. */
export async function recallBySql(sql: pg.Client): Promise<number> {
  const { rows } = await sql.query({
    name: 'recall',
    text: `
      WITH RECURSIVE family AS (
        SELECT id FROM lot WHERE id = $1
        UNION ALL SELECT lot.id FROM lot JOIN family ON lot.parent_id = family.id)
      SELECT m.source_id, m.customer_id, m.receipt_number, sum(lm.quantity_milli)
      FROM family JOIN lot_movement lm ON lm.lot_id = family.id JOIN movement m ON m.id = lm.movement_id
      WHERE m.type = 'sale' GROUP BY 1, 2, 3`,
    values: [carcassId],
  });
  return rows.length;
}
