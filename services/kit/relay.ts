/** Sends what the outbox holds: at least once, in order per aggregate, with any number of relays. */
import { SpanKind } from '@opentelemetry/api';
import type { Bus, Envelope } from './bus.ts';
import type { Database, Tx } from './db.ts';
import { isDatabaseAway } from './db-errors.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { contextFrom, failSpan, startSpan, type Telemetry, traceparentOf } from './telemetry.ts';

export interface RelayOptions {
  service: string;
  db: Database;
  bus: Bus;
  log: Logger;
  metrics: Metrics;
  telemetry: Telemetry;
  /** Loops at work side by side; each holds one connection while it sends. */
  workers?: number;
  pollMs?: number;
  batchSize?: number;
}

export interface Relay {
  start(): void;
  /** Something was added: look now rather than at the next poll. */
  wake(): void;
  /** Finishes what it is sending and makes one more attempt. */
  stop(): Promise<void>;
}

interface Row {
  seq: number;
  id: string;
  type: string;
  subject: string;
  time: string;
  traceparent: string | null;
  data: unknown;
  attempts: number;
}

const firstRows = (which: string, limit: string) => `
  SELECT o.subject, o.is_urgent FROM outbox o
  WHERE ${which} AND o.not_before <= now()
    AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.subject = o.subject AND e.seq < o.seq)
  ORDER BY o.seq LIMIT ${limit}
  FOR UPDATE SKIP LOCKED`;

/**
 * Whoever locks the first row of a subject owns all of that subject's rows until it commits: another
 * relay sees that row still standing and skips the subject. Subjects whose first row is urgent go first.
 */
const take = `
  WITH urgent AS MATERIALIZED (${firstRows('o.is_urgent', '$1')}),
  others AS MATERIALIZED (${firstRows('NOT o.is_urgent', '$1 - (SELECT count(*) FROM urgent)')}),
  heads AS (SELECT * FROM urgent UNION ALL SELECT * FROM others)
  SELECT o.seq, o.id, o.type, o.subject, o.time, o.traceparent, o.data, o.attempts
  FROM outbox o JOIN heads USING (subject)
  ORDER BY heads.is_urgent DESC, o.seq LIMIT $1`;

const forget = 'DELETE FROM outbox WHERE seq = ANY($1::bigint[])';

/** What lies in a queue of the broker would be in no database: a shop that is restored from a backup sends it again. */
const keep = `
  WITH sent AS (${forget} RETURNING seq, id, type, subject, time, traceparent, data, is_urgent)
  INSERT INTO outbox_sent (seq, id, type, subject, time, traceparent, data, is_urgent) SELECT * FROM sent`;

/** Doubles from 200 ms up to about 50 s. */
const postpone = `
  UPDATE outbox SET attempts = attempts + 1,
    not_before = now() + make_interval(secs => 0.2 * power(2, least(attempts, 8)))
  WHERE seq = ANY($1::bigint[])`;

export function createRelay(options: RelayOptions): Relay {
  const { db, log, workers = 2, pollMs = 1_000, batchSize = 200 } = options;
  let isStopping = false;
  let loops: Promise<void>[] = [];
  /** How often something was added: a loop that was at work meanwhile looks again. */
  let additions = 0;
  const sleepers = new Set<() => void>();

  /** One loop is enough for what is there now; the others sleep on. */
  function wake(): void {
    additions += 1;
    const [sleeper] = sleepers;
    sleeper?.();
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        sleepers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      sleepers.add(done);
    });
  }

  async function loop(): Promise<void> {
    for (;;) {
      // After the stop there is one more attempt, for what was added last.
      const isLast = isStopping;
      const known = additions;
      let isMore = false;
      try {
        const taken = await db.transaction((tx) => sendBatch(tx, options, batchSize), {
          isRepeatable: true,
        });
        isMore = taken === batchSize;
      } catch (error) {
        const level = isDatabaseAway(error) ? 'warn' : 'error';
        log[level]({ err: error }, 'the relay could not send; it tries again');
      }
      if (isLast) return;
      if (!isMore && known === additions && !isStopping) await sleep(pollMs);
    }
  }

  return {
    start() {
      loops = Array.from({ length: workers }, loop);
    },
    wake,
    async stop() {
      isStopping = true;
      for (const done of [...sleepers]) done();
      await Promise.all(loops);
    },
  };
}

/** Takes, sends and removes one batch; answers how many rows it took. */
async function sendBatch(tx: Tx, options: RelayOptions, batchSize: number): Promise<number> {
  const rows = await tx.query<Row>(take, [batchSize]);
  if (rows.length === 0) return 0;
  const bySubject = Map.groupBy(rows, (row) => row.subject);
  const results = await Promise.all(
    [...bySubject.values()].map((subject) => sendInOrder(subject, options)),
  );
  const sent = results.flatMap((result) => result.sent);
  const failed = results.flatMap((result) => result.failed);
  if (sent.length > 0) tx.send(options.bus.holdsEvents ? keep : forget, [sent]);
  if (failed.length > 0) tx.send(postpone, [failed]);
  return rows.length;
}

/** Sends the rows of one subject one after the other and stops at the first that fails. */
async function sendInOrder(
  rows: Row[],
  options: RelayOptions,
): Promise<{ sent: number[]; failed: number[] }> {
  const sent: number[] = [];
  for (const row of rows) {
    if (!(await send(row, options))) return { sent, failed: [row.seq] };
    sent.push(row.seq);
  }
  return { sent, failed: [] };
}

async function send(row: Row, { service, bus, log, metrics, telemetry }: RelayOptions) {
  const span = startSpan({
    tracer: telemetry.tracer,
    name: `publish ${row.type}`,
    kind: SpanKind.PRODUCER,
    parent: contextFrom(row.traceparent),
    attributes: { 'messaging.message.id': row.id },
  });
  const envelope: Envelope = {
    id: row.id,
    type: row.type,
    source: service,
    subject: row.subject,
    time: row.time,
    traceparent: traceparentOf(span),
    data: row.data,
  };
  try {
    await bus.publish(envelope);
    metrics.published.inc({ event: row.type });
    return true;
  } catch (error) {
    failSpan(span, error);
    metrics.publishErrors.inc({ event: row.type });
    log.warn({ err: error, event: row.type, id: row.id }, 'an event was not confirmed; it stays');
    return false;
  } finally {
    span.end();
  }
}
