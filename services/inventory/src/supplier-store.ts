/** The SQL of suppliers. */
import type { Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';

/** Throws `unknown_supplier` for one that is named and does not exist, or is not bought from any more. */
export async function requireSupplier(tx: Tx, supplierId: string | undefined): Promise<void> {
  if (supplierId === undefined) return;
  const rows = await tx.query('SELECT 1 FROM supplier WHERE id = $1 AND is_active FOR KEY SHARE', [
    supplierId,
  ]);
  if (rows.length > 0) return;
  const message = `no active supplier has the id ${supplierId}`;
  throw new Problem('unknown_supplier', `There is no such supplier: ${message}.`, {
    errors: [{ path: 'supplierId', message }],
  });
}
