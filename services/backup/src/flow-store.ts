/** The SQL that follows what a service makes into the books of another. */
import type pg from 'pg';
import { hasSentEvents } from './sent-events-store.ts';

export interface Flow {
  from: string;
  to: string;
  /** What flows, in the plural. */
  things: string;
  /** The event that tells of it. */
  event: string;
  /** Rows of a `key`, and of the event's `subject`. */
  made: string;
  /** Rows of a `key`; one may be there more than once. */
  booked: string;
}

const sold = `status IN ('completed', 'partially_refunded', 'refunded')`;
const posted = (prefix: string) =>
  `SELECT source AS key FROM public.journal_transaction WHERE source LIKE '${prefix}:%'`;

/** What costs nothing is not posted. */
export const flows: readonly Flow[] = [
  {
    from: 'sales',
    to: 'finance',
    things: 'sales',
    event: 'sale.completed',
    made: `SELECT 'sale:' || id AS key, id::text AS subject FROM public.orders WHERE ${sold} AND total_minor > 0`,
    booked: posted('sale'),
  },
  {
    from: 'sales',
    to: 'finance',
    things: 'refunds',
    event: 'sale.refunded',
    made: `SELECT 'refund:' || id AS key, order_id::text AS subject FROM public.refund WHERE total_minor > 0`,
    booked: posted('refund'),
  },
  {
    from: 'sales',
    to: 'inventory',
    things: 'sales',
    event: 'sale.completed',
    made: `SELECT id::text AS key, id::text AS subject FROM public.orders WHERE ${sold}`,
    booked: `SELECT source_id::text AS key FROM public.movement WHERE type = 'sale'`,
  },
  {
    from: 'inventory',
    to: 'finance',
    things: 'costs of sold goods',
    event: 'stock.changed',
    made: `SELECT 'stock:sale:' || source_id AS key, source_id::text AS subject FROM public.movement
      WHERE type = 'sale' GROUP BY source_id HAVING sum(cost_minor) <> 0`,
    booked: posted('stock:sale'),
  },
];

interface Stretch {
  /** The key before its first. */
  after: string;
  limit: number;
}

export interface Made {
  key: string;
  subject: string;
}

/** What was made, and whose news have left the database for good, by key. */
export async function readMade(
  client: pg.Client,
  flow: Flow,
  { after, limit }: Stretch,
): Promise<Made[]> {
  // An older shop keeps no sent events.
  const outboxes = (await hasSentEvents(client)) ? ['outbox', 'outbox_sent'] : ['outbox'];
  const untold = outboxes.map((table) => {
    return `NOT EXISTS (SELECT FROM public.${table} o WHERE o.type = '${flow.event}' AND o.subject = made.subject)`;
  });
  const { rows } = await client.query<Made>(
    `SELECT key, subject FROM (${flow.made}) made WHERE key > $1 COLLATE "C" AND ${untold.join(' AND ')}
     ORDER BY key COLLATE "C" LIMIT $2`,
    [after, limit],
  );
  return rows;
}

/** Those that are neither booked nor rest as a message that could not be handled yet. */
export function findUnbooked(client: pg.Client, flow: Flow, made: Made[]): Promise<string[]> {
  return keys(
    client,
    `SELECT key FROM unnest($1::text[]) AS key EXCEPT SELECT key FROM (${flow.booked}) booked
     EXCEPT SELECT key FROM unnest($1::text[], $2::text[]) AS made (key, subject)
       JOIN public.deferred_message m USING (subject) WHERE m.event_type = '${flow.event}'
     ORDER BY 1`,
    [made.map(({ key }) => key), made.map(({ subject }) => subject)],
  );
}

export function readBooked(client: pg.Client, flow: Flow, stretch: Stretch): Promise<string[]> {
  return keys(
    client,
    `SELECT DISTINCT key COLLATE "C" AS key FROM (${flow.booked}) booked WHERE key > $1 COLLATE "C"
     ORDER BY 1 LIMIT $2`,
    [stretch.after, stretch.limit],
  );
}

export function findUnmade(client: pg.Client, flow: Flow, booked: string[]): Promise<string[]> {
  return keys(
    client,
    `SELECT key FROM unnest($1::text[]) AS key EXCEPT SELECT key FROM (${flow.made}) made ORDER BY 1`,
    [booked],
  );
}

async function keys(client: pg.Client, text: string, values: unknown[]): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>(text, values);
  return rows.map(({ key }) => key);
}
