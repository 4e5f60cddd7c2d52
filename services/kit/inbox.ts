/** Remembers which messages a consumer has handled, in the same transaction as their effect. */
import type { Tx } from './db.ts';

const claim = `
  INSERT INTO inbox (consumer, event_id)
  SELECT $1, id FROM unnest($2::uuid[]) AS id ORDER BY id
  ON CONFLICT DO NOTHING RETURNING event_id`;

/** Claims event ids for a consumer; answers those that are new. Waits for a rival's open claim. */
export async function claimInbox(tx: Tx, consumer: string, ids: string[]): Promise<Set<string>> {
  const rows = await tx.query<{ event_id: string }>(claim, [consumer, ids]);
  return new Set(rows.map((row) => row.event_id));
}
