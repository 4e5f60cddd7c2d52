/** Runs a service's consumers: a batch is one transaction; a message that fails waits in the database. */
import type { Envelope } from './bus.ts';
import { type Consumer, type ConsumerRuntime, PermanentError } from './consumer.ts';
import { isDatabaseAway } from './db-errors.ts';
import {
  type DeferredMessage,
  deferMessage,
  postpone,
  removeDeferred,
  takeDue,
} from './deferred.ts';
import { handleBatch, handleInRounds } from './handle-messages.ts';
import { claimInbox } from './inbox.ts';
import { sleep } from './jobs.ts';
import type { Logger } from './log.ts';
import { Problem } from './problem.ts';

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
