/** What the simulated provider lists of its own memory, and the faults of its lists. */
import type { SimulatorFault } from '@balcao/contracts/api/payment.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import type { ListRequest, ProviderTransaction } from './provider.ts';
import { readFault } from './simulator-store.ts';

const pageSize = 500;

/** Milliseconds are what a cursor carries, so they are what is sorted by. */
const transactions = `
  SELECT 'charge' AS kind, payment_id::text AS name, amount_minor,
    date_trunc('milliseconds', paid_at) AS at
  FROM simulated_charge WHERE paid_at >= $1 AND paid_at < $2 AND amount_minor IS NOT NULL
  UNION ALL
  SELECT 'refund', refund_id::text, amount_minor, date_trunc('milliseconds', created_at)
  FROM simulated_refund WHERE created_at >= $1 AND created_at < $2 AND amount_minor > 0`;

/** One page by time. A cursor is the place of the last transaction before it. */
export async function listSimulated(
  db: Queryable,
  { from, to, cursor }: ListRequest,
): Promise<{ items: ProviderTransaction[]; nextCursor: string | null }> {
  const [at = '-infinity', kind = '', name = ''] = cursor?.split(' ') ?? [];
  const rows = await db.query<{
    kind: 'charge' | 'refund';
    name: string;
    amount_minor: number;
    at: string;
  }>(
    `SELECT * FROM (${transactions}) t WHERE (at, kind, name) > ($3::timestamptz, $4::text, $5::text)
     ORDER BY at, kind, name LIMIT $6`,
    [from, to, at, kind, name, pageSize],
  );
  const items = rows.map(({ amount_minor, ...row }) => ({ ...row, amountMinor: amount_minor }));
  const last = rows.length === pageSize ? rows.at(-1) : undefined;
  const nextCursor = last === undefined ? null : `${last.at} ${last.kind} ${last.name}`;
  return { items: asFaultHasIt(items, { from, to }, await readFault(db)), nextCursor };
}

function asFaultHasIt(
  items: ProviderTransaction[],
  { from, to }: { from: string; to: string },
  fault: SimulatorFault | null,
): ProviderTransaction[] {
  if (fault === 'unlisted') return [];
  if (fault === 'misstated')
    return items.map((item) => ({ ...item, amountMinor: item.amountMinor + 1 }));
  return fault === 'stray' ? [...items, strayAt((Date.parse(from) + Date.parse(to)) / 2)] : items;
}

/** A charge that nobody asked for, in the middle of the time that is listed. */
function strayAt(atMs: number): ProviderTransaction {
  const at = new Date(atMs).toISOString();
  return { kind: 'charge', name: `stray-${at.slice(0, 10)}`, amountMinor: 1_234, at };
}
