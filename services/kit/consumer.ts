/** Consumers: a batch of messages is one transaction; a message that fails waits in the database. */
import { type Span, SpanKind } from '@opentelemetry/api';
import { z } from 'zod';
import type { Bus, Envelope } from './bus.ts';
import type { Database, Tx } from './db.ts';
import { isDatabaseAway } from './db-errors.ts';
import {
  type DeferredMessage,
  deferMessage,
  deferredSubjects,
  postpone,
  removeDeferred,
  takeDue,
} from './deferred.ts';
import { claimInbox } from './inbox.ts';
import { sleep } from './jobs.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { Problem } from './problem.ts';
import { contextFrom, failSpan, startSpan, type Telemetry, traceparentOf } from './telemetry.ts';

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
class PermanentError extends Error {}

function parse<S extends z.ZodType>(schema: S, data: unknown): z.output<S> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new PermanentError(`the data does not fit its schema: ${z.prettifyError(parsed.error)}`);
}

export interface ConsumerRuntime {
  db: Database;
  bus: Bus;
  log: Logger;
  metrics: Metrics;
  telemetry: Telemetry;
}

export interface RunningConsumers {
  stop(): Promise<void>;
}

const firstRetryMs = 100;
const maxRetryMs = 2_000;
const deferredPollMs = 500;

/** Subscribes all consumers of a service and retries what they deferred. */
export async function startConsumers(
  consumers: Consumer[],
  runtime: ConsumerRuntime,
): Promise<RunningConsumers> {
  const stop = new AbortController();
  const subscriptions = await Promise.all(
    consumers.map((consumer) =>
      runtime.bus.subscribe({
        queue: consumer.queue,
        maxBatch: consumer.maxBatch ?? 200,
        deliver: (messages) => deliver(consumer, messages, runtime, stop.signal),
        park: (message, reason) =>
          storeFailure(consumer, message, {
            error: new PermanentError(reason),
            runtime,
            signal: stop.signal,
          }),
      }),
    ),
  );
  const retries = retryDeferred(consumers, runtime, stop.signal);
  return {
    async stop() {
      stop.abort();
      await Promise.all(subscriptions.map((subscription) => subscription.cancel()));
      await retries;
    },
  };
}

/** Resolves when every message is handled or stored; rejects only when the service is stopping. */
async function deliver(
  consumer: Consumer,
  messages: Envelope[],
  runtime: ConsumerRuntime,
  signal: AbortSignal,
): Promise<void> {
  try {
    await patiently(() => handleBatch(consumer, messages, runtime), runtime.log, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    if (messages.length === 1)
      return storeFailure(consumer, messages[0], { error, runtime, signal });
    // One of them is bad: each on its own, in order, so that the others do not wait for it.
    for (const message of messages) await deliver(consumer, [message], runtime, signal);
  }
}

async function storeFailure(
  { queue }: Consumer,
  message: Envelope | undefined,
  { error, runtime, signal }: { error: unknown; runtime: ConsumerRuntime; signal: AbortSignal },
): Promise<void> {
  if (message === undefined) return;
  const { db, log, metrics } = runtime;
  const isPermanent = error instanceof PermanentError;
  const outcome = isPermanent ? 'parked' : 'deferred';
  log.error(
    { err: error, queue, event: message.type, id: message.id, outcome },
    'a message failed',
  );
  const failure = { consumer: queue, message, error: String(error), attempts: 1, isPermanent };
  await patiently(() => deferMessage(db, failure), log, signal);
  metrics.consumed.inc({ queue, outcome });
}

/** Repeats `work` for as long as the database is away: that is no fault of the message. */
async function patiently<T>(work: () => Promise<T>, log: Logger, signal: AbortSignal): Promise<T> {
  for (let delayMs = firstRetryMs; ; delayMs = Math.min(delayMs * 2, maxRetryMs)) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !isDatabaseAway(error)) throw error;
      log.warn({ err: error }, 'the database is away; messages wait');
      await sleep(delayMs, signal);
    }
  }
}

async function handleBatch(
  consumer: Consumer,
  messages: Envelope[],
  runtime: ConsumerRuntime,
): Promise<void> {
  const { queue } = consumer;
  const outcome = await runtime.db.transaction(async (tx) => {
    const [fresh, blocked] = await Promise.all([
      claimInbox(tx, queue, [...new Set(messages.map(({ id }) => id))]),
      deferredSubjects(tx, queue, [...new Set(messages.map(({ subject }) => subject))]),
    ]);
    const news = firstOfEach(messages).filter(({ id }) => fresh.has(id));
    const free = news.filter(({ subject }) => !blocked.has(subject));
    const behind = news.filter(({ subject }) => blocked.has(subject));
    await queueBehind(tx, queue, behind);
    await handleInRounds(tx, consumer, free, runtime.telemetry);
    return { handled: free.length, deferred: behind.length };
  });
  const { consumed } = runtime.metrics;
  consumed.inc({ queue, outcome: 'handled' }, outcome.handled);
  consumed.inc({ queue, outcome: 'deferred' }, outcome.deferred);
  consumed.inc(
    { queue, outcome: 'repeated' },
    messages.length - outcome.handled - outcome.deferred,
  );
}

function firstOfEach(messages: Envelope[]): Envelope[] {
  return [...new Map(messages.map((message) => [message.id, message])).values()];
}

/** A message whose subject has an older one deferred takes its place behind it, unclaimed. */
async function queueBehind(tx: Tx, consumer: string, messages: Envelope[]): Promise<void> {
  if (messages.length === 0) return;
  await tx.query('DELETE FROM inbox WHERE consumer = $1 AND event_id = ANY($2::uuid[])', [
    consumer,
    messages.map(({ id }) => id),
  ]);
  const error = 'an earlier message of the same subject waits';
  for (const message of messages) {
    await deferMessage(tx, { consumer, message, error, attempts: 1, isPermanent: false });
  }
}

/** In each round every subject gives its next message; a round is handled type by type. */
async function handleInRounds(
  tx: Tx,
  consumer: Consumer,
  messages: Envelope[],
  telemetry: Telemetry,
): Promise<void> {
  const waiting = [...Map.groupBy(messages, ({ subject }) => subject).values()];
  if (messages.length > 1) await consumer.lock?.(tx, messages);
  for (let round = 0; ; round += 1) {
    const current = waiting.flatMap((queue) => queue[round] ?? []);
    if (current.length === 0) return;
    for (const [type, group] of Map.groupBy(current, (message) => message.type)) {
      await handleGroup(tx, consumer, { type, group, telemetry });
    }
  }
}

async function handleGroup(
  tx: Tx,
  consumer: Consumer,
  { type, group, telemetry }: { type: string; group: Envelope[]; telemetry: Telemetry },
): Promise<void> {
  const handler = consumer.handlers[type];
  if (handler === undefined) throw new PermanentError(`${consumer.queue} does not know ${type}`);
  const spans = group.map((message) => startMessageSpan(consumer.queue, message, telemetry));
  try {
    await handler.handle(
      tx,
      group.map((message, index) => ({ ...message, traceparent: traceparentOf(spans[index]) })),
    );
  } catch (error) {
    for (const span of spans) failSpan(span, error);
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
}

function startMessageSpan(queue: string, message: Envelope, { tracer }: Telemetry): Span {
  return startSpan({
    tracer,
    name: `process ${message.type}`,
    kind: SpanKind.CONSUMER,
    parent: contextFrom(message.traceparent),
    attributes: { 'messaging.destination.name': queue, 'messaging.message.id': message.id },
  });
}

/** Works off deferred messages one at a time, until stopped. */
async function retryDeferred(
  consumers: Consumer[],
  runtime: ConsumerRuntime,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const worked = await retryOne(consumers, runtime).catch((error: unknown) => {
      runtime.log.warn({ err: error }, 'deferred messages cannot be read; trying again');
      return false;
    });
    if (!worked) await sleep(deferredPollMs, signal);
  }
}

async function retryOne(consumers: Consumer[], runtime: ConsumerRuntime): Promise<boolean> {
  const { db, metrics, log, telemetry } = runtime;
  let current: DeferredMessage | undefined;
  try {
    await db.transaction(async (tx) => {
      current = await takeDue(tx);
      if (current === undefined) return;
      const { id, consumer: queue, message } = current;
      const consumer = consumers.find((candidate) => candidate.queue === queue);
      if (consumer === undefined) throw new PermanentError(`no consumer is called ${queue}`);
      const fresh = await claimInbox(tx, queue, [message.id]);
      if (fresh.has(message.id)) await handleInRounds(tx, consumer, [message], telemetry);
      await removeDeferred(tx, id);
    });
    if (current !== undefined)
      metrics.consumed.inc({ queue: current.consumer, outcome: 'handled' });
  } catch (error) {
    if (current === undefined || isDatabaseAway(error)) throw error;
    const isPermanent = error instanceof PermanentError;
    const isEarly = error instanceof Problem && error.code === 'conflict';
    const outcome = await postpone(db, current, { error: String(error), isPermanent, isEarly });
    metrics.consumed.inc({ queue: current.consumer, outcome });
    log.error(
      { err: error, queue: current.consumer, id: current.message.id, outcome },
      'failed again',
    );
  }
  return current !== undefined;
}
