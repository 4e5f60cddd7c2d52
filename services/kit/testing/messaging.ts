/** What relays and consumers need besides a bus, and the effects that tests count. */

import { z } from 'zod';
import type { Bus } from '../bus.ts';
import { type Consumer, type ConsumerRuntime, on } from '../consumer.ts';
import type { Database, Queryable, Tx } from '../db.ts';
import { createMetrics } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { silentLog } from './kit-database.ts';

/** One service's runtime on a database and a bus. */
export function createRuntime(db: Database, bus: Bus): ConsumerRuntime {
  return {
    db,
    bus,
    log: silentLog,
    metrics: createMetrics('test'),
    telemetry: createTelemetry({ service: 'test' }),
  };
}

export const thingSchema = z.object({ name: z.string() });
export type Thing = z.infer<typeof thingSchema>;

interface EffectSource {
  id: string;
  subject: string;
  data: unknown;
}

/** Writes one row for each message. */
export async function addEffects(tx: Tx, messages: EffectSource[]): Promise<void> {
  await tx.query(
    `INSERT INTO effect (event_id, subject, data)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::jsonb[])`,
    [
      messages.map(({ id }) => id),
      messages.map(({ subject }) => subject),
      messages.map(({ data }) => JSON.stringify(data)),
    ],
  );
}

/** Event ids of all effects, in the order in which they were written. */
export async function effectIds(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ event_id: string }>('SELECT event_id FROM effect ORDER BY seq');
  return rows.map((row) => row.event_id);
}

export interface EffectConsumer {
  queue: string;
  /** Runs before the effects of its batch are written; throws to fail the batch. */
  check?: (messages: { id: string; subject: string; data: Thing }[]) => Promise<void> | void;
}

/** A consumer of `thing.happened` that writes effects, then runs `check`. */
export function effectConsumer({ queue, check }: EffectConsumer): Consumer {
  return {
    queue,
    handlers: {
      'thing.happened': on(thingSchema, async (tx, messages) => {
        await addEffects(tx, messages);
        await check?.(messages);
      }),
    },
  };
}
