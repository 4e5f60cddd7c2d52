/** The SQL of leases: one holder at a time, and another one soon after the holder has died. */
import type { Tx } from '@balcao/kit/db.ts';

export interface Lease {
  name: string;
  holder: string;
  ms: number;
}

/**
 * Takes or prolongs the lease; false while another has it. It stays locked until the transaction ends, so that
 * what is written in it was written by the holder.
 */
export async function holdLease(tx: Tx, { name, holder, ms }: Lease): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO lease AS l (name, holder, expires_at)
     VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3::float8 / 1000))
     ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
       WHERE l.holder = excluded.holder OR l.expires_at < clock_timestamp()
     RETURNING 1`,
    [name, holder, ms],
  );
  return rows.length > 0;
}

/** Lets the next one lead at once, at a stop. */
export async function dropLease(tx: Tx, { name, holder }: Omit<Lease, 'ms'>): Promise<void> {
  await tx.query('DELETE FROM lease WHERE name = $1 AND holder = $2', [name, holder]);
}
