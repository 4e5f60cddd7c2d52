/** How much waits in a service's own queues: events to be sent, and events that could not be handled. */
import type { Database } from './db.ts';
import { countDeferred } from './deferred.ts';

export interface Queues {
  outbox: { pendingCount: number; oldestAgeSeconds: number };
  messages: { waitingCount: number; parkedCount: number };
}

export async function readQueues(db: Database): Promise<Queues> {
  const [outbox] = await db.query<{ pending: number; age: number }>(
    `SELECT count(*) AS pending,
       coalesce(extract(epoch FROM now() - min(time)), 0)::float8 AS age FROM outbox`,
  );
  const { waiting, parked } = await countDeferred(db);
  return {
    outbox: { pendingCount: outbox?.pending ?? 0, oldestAgeSeconds: outbox?.age ?? 0 },
    messages: { waitingCount: waiting, parkedCount: parked },
  };
}
