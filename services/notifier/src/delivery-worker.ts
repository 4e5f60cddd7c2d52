/**
 * Sends messages: after the commit that wanted them, and outside of any transaction. A delivery is taken for a
 * time; whoever dies with it leaves it to another replica, and its id tells the receiver that it is a repeat.
 */
import type { Database } from '@balcao/kit/db.ts';
import type { Logger } from '@balcao/kit/log.ts';
import { type Outcome, outcomeOfError } from './outcome.ts';
import {
  prolongDelivery,
  returnDelivery,
  type TakenDelivery,
  takeDeliveries,
} from './taken-store.ts';
import { createTimeLimit, type TimeLimit } from './time-limit.ts';

export interface WorkerOptions {
  db: Database;
  log: Logger;
  /** How long one attempt may take, unless it asks for longer. */
  timeoutMs: number;
  /** Makes one attempt. */
  send: (delivery: TakenDelivery, limit: Pick<TimeLimit, 'signal' | 'prolong'>) => Promise<Outcome>;
  record: (delivery: TakenDelivery, outcome: Outcome) => Promise<void>;
}

export interface DeliveryWorker {
  /** Starts all that is due, as far as there is room; resolves when it is started. */
  look(): Promise<void>;
  /** Aborts what is under way and gives it back. */
  stop(): Promise<void>;
}

const maxAtOnce = 16;
/** So that a receiver that hangs does not hold up the others. */
const enoughOfChannel = 4;
/** What recording an outcome may take, on top of the attempt itself. */
const leaseMarginMs = 15_000;

export function createDeliveryWorker(options: WorkerOptions): DeliveryWorker {
  const { db, timeoutMs, log } = options;
  const stopping = new AbortController();
  /** Attempts that are being made, each with its channel. */
  const underWay = new Map<Promise<void>, string>();
  let looking: Promise<void> | undefined;
  let isWanted = false;

  function begin(delivery: TakenDelivery): void {
    const made = attempt(delivery, options, stopping.signal).finally(() => {
      underWay.delete(made);
      look().catch((error: unknown) => log.warn({ err: error }, 'deliveries cannot be taken'));
    });
    underWay.set(made, delivery.channelId);
  }

  async function takeAll(): Promise<void> {
    while (isWanted && underWay.size < maxAtOnce && !stopping.signal.aborted) {
      isWanted = false;
      const limit = Math.min(enoughOfChannel, maxAtOnce - underWay.size);
      const busy = busyChannels([...underWay.values()]);
      const taken = await takeDeliveries(db, { limit, busy, leaseMs: timeoutMs + leaseMarginMs });
      for (const delivery of taken) begin(delivery);
      if (taken.length > 0) isWanted = true;
    }
  }

  function look(): Promise<void> {
    isWanted = true;
    looking ??= takeAll().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  return {
    look,
    async stop() {
      stopping.abort(new Error('the service stops'));
      await looking?.catch(() => undefined);
      await Promise.all(underWay.keys());
    },
  };
}

function busyChannels(channelIds: string[]): string[] {
  const byChannel = Map.groupBy(channelIds, (id) => id);
  return [...byChannel].filter(([, all]) => all.length >= enoughOfChannel).map(([id]) => id);
}

/** Makes one attempt and records what came of it; never rejects. */
async function attempt(
  delivery: TakenDelivery,
  { db, log, timeoutMs, send, record }: WorkerOptions,
  stopping: AbortSignal,
): Promise<void> {
  const limit = createTimeLimit(timeoutMs, stopping);
  let prolonging = Promise.resolve();
  // Without this another replica repeats the message before its answer is there.
  const prolong = (ms: number) => {
    limit.prolong(ms);
    prolonging = prolongDelivery(db, delivery, ms + leaseMarginMs).catch((error: unknown) =>
      log.warn({ err: error, delivery: delivery.id }, 'a message that takes long may be repeated'),
    );
  };
  try {
    const outcome = await send(delivery, { signal: limit.signal, prolong }).catch(outcomeOfError);
    // It must not come after what is recorded now.
    await prolonging;
    if (stopping.aborted && outcome.kind !== 'sent') await returnDelivery(db, delivery);
    else await record(delivery, outcome);
  } catch (error) {
    // The lease runs out, and it is taken again.
    log.warn({ err: error, delivery: delivery.id }, 'what became of a message cannot be recorded');
  } finally {
    limit.end();
  }
}
