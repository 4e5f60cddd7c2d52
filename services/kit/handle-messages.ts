/** Handles a batch of messages in one transaction: new ones only, in order per subject, each under its trace. */
import { type Span, SpanKind } from '@opentelemetry/api';
import type { Envelope } from './bus.ts';
import { type Consumer, type ConsumerRuntime, PermanentError } from './consumer.ts';
import type { Tx } from './db.ts';
import { deferMessage, deferredSubjects } from './deferred.ts';
import { claimInbox } from './inbox.ts';
import type { Logger } from './log.ts';
import {
  contextFrom,
  failSpan,
  sampledTraceId,
  startSpan,
  type Telemetry,
  traceparentOf,
} from './telemetry.ts';

/** Claims, handles and commits; throws, and leaves no trace, when one of the messages fails. */
export async function handleBatch(
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
    return { handled: free.length, deferred: behind.length, free };
  });
  logTraced(queue, outcome.free, runtime.log);
  const { consumed } = runtime.metrics;
  consumed.inc({ queue, outcome: 'handled' }, outcome.handled);
  consumed.inc({ queue, outcome: 'deferred' }, outcome.deferred);
  consumed.inc(
    { queue, outcome: 'repeated' },
    messages.length - outcome.handled - outcome.deferred,
  );
}

/** One line for each message whose trace is kept. */
function logTraced(queue: string, messages: Envelope[], log: Logger): void {
  for (const { type, id, subject, traceparent } of messages) {
    const trace_id = sampledTraceId(traceparent);
    if (trace_id !== null) log.info({ queue, event: type, id, subject, trace_id }, 'handled');
  }
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
export async function handleInRounds(
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
