/**
 * Makes the calls to the provider: after the commit that wanted them, and outside of any transaction.
 * A call is taken for a time; whoever dies with it leaves it to another replica, and the provider knows
 * a repeat by its id.
 */
import type { Database } from '@balcao/kit/db.ts';
import type { Logger } from '@balcao/kit/log.ts';
import { failCall, returnCall, type TakenCall, takeCalls } from './call-store.ts';
import type { Desk } from './move-payments.ts';
import type { Provider } from './provider.ts';
import { retryDelayMs } from './retry-delay.ts';
import { type CallResult, recordResult } from './settle-payment.ts';

export interface WorkerOptions {
  db: Database;
  desk: Desk;
  provider: Provider;
  log: Logger;
  /** How long one call may take, and how often it is tried. */
  timeoutMs: number;
  maxAttempts: number;
  /** Counts calls by their outcome: done, retried, failed. */
  onCall: (kind: TakenCall['kind'], outcome: 'done' | 'retried' | 'failed') => void;
}

export interface ProviderWorker {
  /** Starts all calls that are due, as far as there is room; resolves when they are started. */
  look(): Promise<void>;
  /** Aborts what is under way and gives it back. */
  stop(): Promise<void>;
}

const maxAtOnce = 16;
/** What recording a result may take, on top of the call itself. */
const leaseMarginMs = 15_000;

export function createProviderWorker(options: WorkerOptions): ProviderWorker {
  const { db, timeoutMs } = options;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  let isTaking = false;
  let isWanted = false;
  let taking = Promise.resolve();

  function begin(call: TakenCall): void {
    const made = makeCall(call, options, stopping.signal).finally(() => {
      underWay.delete(made);
      look().catch((error: unknown) => options.log.warn({ err: error }, 'calls cannot be taken'));
    });
    underWay.add(made);
  }

  /** Takes calls until none is due, nobody asks again, or there is no room; the end of a call looks again. */
  async function takeAll(): Promise<void> {
    isTaking = true;
    try {
      while (isWanted && underWay.size < maxAtOnce && !stopping.signal.aborted) {
        isWanted = false;
        const limit = maxAtOnce - underWay.size;
        const calls = await takeCalls(db, { limit, leaseMs: timeoutMs + leaseMarginMs });
        for (const call of calls) begin(call);
        if (calls.length > 0) isWanted = true;
      }
    } finally {
      isTaking = false;
    }
  }

  function look(): Promise<void> {
    isWanted = true;
    if (!isTaking) taking = takeAll();
    return taking;
  }

  return {
    look,
    async stop() {
      stopping.abort(new Error('the service stops'));
      await taking.catch(() => undefined);
      await Promise.all(underWay);
    },
  };
}

/** Makes one call and records its result; never rejects. */
async function makeCall(
  call: TakenCall,
  options: WorkerOptions,
  stopping: AbortSignal,
): Promise<void> {
  const { db, desk, provider, timeoutMs, onCall, log } = options;
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]);
  try {
    const result = await callProvider(provider, call, signal);
    await db.transaction((tx) => recordResult(tx, desk, { call, result }));
    onCall(call.kind, 'done');
  } catch (error) {
    const putBack = stopping.aborted ? returnCall(db, call.id) : putOff(call, error, options);
    // When not even that works, the lease runs out and the call is taken again.
    await putBack.catch((cause: unknown) =>
      log.warn({ err: cause, call: call.id }, 'a call cannot be put back'),
    );
  }
}

async function callProvider(
  provider: Provider,
  { id, kind, paymentId, method, amountMinor, cardToken }: TakenCall,
  signal: AbortSignal,
): Promise<CallResult> {
  switch (kind) {
    case 'charge':
      return provider.charge({ paymentId, method, amountMinor, cardToken }, signal);
    case 'void':
      await provider.void(paymentId, signal);
      return { kind: 'done' };
    case 'refund':
    case 'partial_refund': {
      const { givenMinor } = await provider.refund(
        { refundId: id, paymentId, amountMinor },
        signal,
      );
      return { kind: 'given', givenMinor };
    }
  }
}

async function putOff(call: TakenCall, error: unknown, options: WorkerOptions): Promise<void> {
  const { db, log, maxAttempts, onCall } = options;
  const { id, kind, paymentId, attempts } = call;
  const isLast = attempts >= maxAttempts;
  const facts = { err: error, kind, paymentId, attempts };
  if (isLast) log.error(facts, 'the provider does not do it; a person must look');
  else log.warn(facts, 'the provider did not do it; it is asked again');
  onCall(kind, isLast ? 'failed' : 'retried');
  await failCall(db, id, { error: String(error), delayMs: isLast ? null : retryDelayMs(attempts) });
}
