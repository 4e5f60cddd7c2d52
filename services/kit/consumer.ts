/** What a service says of the messages that it listens to. */
import { z } from 'zod';
import type { Bus, Envelope } from './bus.ts';
import type { Database, Tx } from './db.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Telemetry } from './telemetry.ts';

/** A message as a handler sees it. Pass it as the cause of the events that it leads to. */
export interface Message<Data> {
  id: string;
  subject: string;
  time: string;
  traceparent: string | null;
  data: Data;
}

/** Handles messages of one type. They are of different subjects, so their order does not matter. */
export interface Handler {
  schema: z.ZodType;
  handle: (tx: Tx, messages: Message<unknown>[]) => Promise<void>;
}

export interface Consumer {
  queue: string;
  handlers: Record<string, Handler>;
  maxBatch?: number;
  /**
   * Runs before the handlers of a batch. A batch is handled type by type: where several types touch the
   * same rows, this locks the rows of all its messages in one order, so that two batches cannot deadlock.
   */
  lock?: (tx: Tx, messages: Envelope[]) => Promise<void>;
}

/** Ties a handler to the schema of the event that it handles. */
export function on<S extends z.ZodType>(
  schema: S,
  handle: (tx: Tx, messages: Message<z.output<S>>[]) => Promise<void>,
): Handler {
  return {
    schema,
    handle: (tx, messages) =>
      handle(
        tx,
        messages.map((message) => ({ ...message, data: parse(schema, message.data) })),
      ),
  };
}

/** A message that no number of attempts can mend. */
export class PermanentError extends Error {}

function parse<S extends z.ZodType>(schema: S, data: unknown): z.output<S> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new PermanentError(`the data does not fit its schema: ${z.prettifyError(parsed.error)}`);
}

/** What consumers run on. */
export interface ConsumerRuntime {
  db: Database;
  bus: Bus;
  log: Logger;
  metrics: Metrics;
  telemetry: Telemetry;
}
