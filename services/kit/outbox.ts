/** Events are stored in the transaction of the change they tell of; the relay sends them afterwards. */
import { v7 as uuidv7 } from 'uuid';
import type { Tx } from './db.ts';
import { activeTraceparent } from './telemetry.ts';

export interface OutgoingEvent {
  type: string;
  /** Id of the aggregate; events of one subject are sent in the order in which they were added. */
  subject: string;
  data: unknown;
  /** Sent before all events that are not, but for earlier ones of its own subject. */
  isUrgent?: boolean;
}

/** What made the event happen, where that is not simply the active span: one item of a batch. */
export interface Cause {
  traceparent: string | null;
}

export interface Outbox {
  /** Stores events in `tx`. The writer holds the aggregate's row lock, which orders its events. */
  add(tx: Tx, events: OutgoingEvent[], cause?: Cause): void;
  /** Called after each commit that added events. */
  onAdded(listener: () => void): void;
  /** Events were added elsewhere, such as in a thread. */
  wake(): void;
}

const insert = `
  INSERT INTO outbox (id, type, subject, traceparent, data, is_urgent)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::boolean[])`;

interface Pending {
  id: string;
  event: OutgoingEvent;
  traceparent: string | null;
}

export function createOutbox(): Outbox {
  const listeners: (() => void)[] = [];
  const pending = new WeakMap<Tx, Pending[]>();

  /** All events of a transaction go in with one statement, right before the commit. */
  function flush(tx: Tx, rows: Pending[]): void {
    tx.send(insert, [
      rows.map((row) => row.id),
      rows.map((row) => row.event.type),
      rows.map((row) => row.event.subject),
      rows.map((row) => row.traceparent),
      rows.map((row) => JSON.stringify(row.event.data)),
      rows.map((row) => row.event.isUrgent ?? false),
    ]);
  }

  const wake = () => {
    for (const listener of listeners) listener();
  };

  function open(tx: Tx): Pending[] {
    const rows: Pending[] = [];
    pending.set(tx, rows);
    tx.beforeCommit(() => flush(tx, rows));
    tx.afterCommit(wake);
    return rows;
  }

  return {
    add(tx, events, cause) {
      if (events.length === 0) return;
      const rows = pending.get(tx) ?? open(tx);
      const traceparent = cause === undefined ? activeTraceparent() : cause.traceparent;
      rows.push(...events.map((event) => ({ id: uuidv7(), event, traceparent })));
    },
    onAdded: (listener) => void listeners.push(listener),
    wake,
  };
}
