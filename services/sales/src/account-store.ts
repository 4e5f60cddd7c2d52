/** The SQL of what customers may buy: their limit, what they owe, and what waits. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { Account } from './tab-ledger.ts';

/** Sends the lock of customers, before anything else is locked: they come first (ARCHITECTURE.md, invariant 5). */
export function lockCustomers(tx: Tx, ids: string[]): void {
  if (ids.length === 0) return;
  tx.send('SELECT 1 FROM customer WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [ids]);
}

/** Sends the lock of the customers of orders; a placed order's customer does not change. */
export function lockCustomersOf(tx: Tx, orderIds: string[]): void {
  tx.send(
    `SELECT 1 FROM customer
     WHERE id IN (SELECT customer_id FROM orders WHERE id = ANY($1::uuid[]))
     ORDER BY id FOR NO KEY UPDATE`,
    [orderIds],
  );
}

/** Sends the lock of the customer who buys an open order on the tab: the one that is named, else the order's. */
export function lockBuyer(
  tx: Tx,
  { orderId, customerId }: { orderId: string; customerId: string | undefined },
): void {
  if (customerId === undefined) lockCustomersOf(tx, [orderId]);
  else lockCustomers(tx, [customerId]);
}

/**
 * Reads accounts; unknown ids are missing. It sees what whoever held the lock before has committed, since it is a
 * statement of its own after that of the lock.
 */
export async function readAccounts(db: Queryable, ids: string[]): Promise<Map<string, Account>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<Account>(
    `SELECT c.id, c.active, c.tab_limit_minor AS "limitMinor", c.balance_minor AS "balanceMinor",
       coalesce((SELECT sum(p.amount_minor) FROM orders o JOIN order_payment p ON p.order_id = o.id
         WHERE o.customer_id = c.id AND o.deadline_at IS NOT NULL AND p.method = 'tab'
           AND p.status IN ('pending', 'approved')), 0)::bigint AS "heldMinor"
     FROM customer c WHERE c.id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
