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
/** So many more may wait for a server that has the message and takes its time, as mail servers may for minutes. */
const maxProlonged = 64;
/** So that a receiver that hangs does not hold up the others. */
const enoughOfChannel = 4;
/** What recording an outcome may take, on top of the attempt itself. */
const leaseMarginMs = 15_000;

/** An attempt that is being made. */
interface UnderWay {
  channelId: string;
  isProlonged: boolean;
}

export function createDeliveryWorker(options: WorkerOptions): DeliveryWorker {
  const { db, timeoutMs, log } = options;
  const stopping = new AbortController();
  const underWay = new Map<Promise<void>, UnderWay>();
  let looking: Promise<void> | undefined;
  let isWanted = false;

  function begin(delivery: TakenDelivery): void {
    const one: UnderWay = { channelId: delivery.channelId, isProlonged: false };
    const onProlonged = () => {
      one.isProlonged = true;
      lookAgain();
    };
    const handing = { stopping: stopping.signal, onProlonged };
    const made = attempt(delivery, options, handing).finally(() => {
      underWay.delete(made);
      lookAgain();
    });
    underWay.set(made, one);
  }

  function lookAgain(): void {
    look().catch((error: unknown) => log.warn({ err: error }, 'deliveries cannot be taken'));
  }

  async function takeAll(): Promise<void> {
    while (isWanted && roomBeside([...underWay.values()]) > 0 && !stopping.signal.aborted) {
      isWanted = false;
      const all = [...underWay.values()];
      const limit = Math.min(enoughOfChannel, roomBeside(all));
      const busy = busyChannels(all);
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

/** How many more attempts may be begun. */
function roomBeside(underWay: UnderWay[]): number {
  const prolonged = underWay.filter(({ isProlonged }) => isProlonged).length;
  return maxAtOnce - (underWay.length - Math.min(prolonged, maxProlonged));
}

function busyChannels(underWay: UnderWay[]): string[] {
  const byChannel = Map.groupBy(underWay, ({ channelId }) => channelId);
  return [...byChannel].filter(([, all]) => all.length >= enoughOfChannel).map(([id]) => id);
}

/** Makes one attempt and records what came of it; never rejects. */
async function attempt(
  delivery: TakenDelivery,
  { db, log, timeoutMs, send, record }: WorkerOptions,
  { stopping, onProlonged }: { stopping: AbortSignal; onProlonged: () => void },
): Promise<void> {
  const limit = createTimeLimit(timeoutMs, stopping);
  let prolonging = Promise.resolve();
  // Without this another replica repeats the message before its answer is there.
  const prolong = (ms: number) => {
    limit.prolong(ms);
    onProlonged();
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
