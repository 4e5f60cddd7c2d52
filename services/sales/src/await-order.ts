/** Holds an answer until its order has settled, for as long as the caller prefers. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Order, order } from '@balcao/contracts/api/sales.ts';
import { isTakenAtCounter, type PaymentMethod } from '@balcao/contracts/payment-method.ts';
import type { Batcher } from '@balcao/kit/batcher.ts';
import { preferredWaitSeconds } from '@balcao/kit/http/prefer.ts';
import type { Reply } from '@balcao/kit/http/route.ts';
import { isSettled } from './order-status.ts';
import type { OrderWaiter } from './order-waiter.ts';

/**
 * What the shop takes by itself is settled in the request, unless the caller prefers otherwise. That takes
 * milliseconds; where it takes longer, nobody at the counter is held up, and a proxy that starts anew loses no answer.
 * As RFC 7240 has it, the wait counts from the arrival of the request: the time that placing took is part of it.
 */
const takenWaitSeconds = 2;
/** How long the look at the end of the wait may take; without it, the answer is the order as it was placed. */
const lastLookMs = 250;

export type SettleOrder = (
  reply: Reply,
  request: {
    prefer: string | undefined;
    payments: { method: PaymentMethod }[];
    /** On the clock of `performance.now()`. */
    receivedAt: number;
  },
) => Promise<Reply>;

/** Waits, when that is wanted, until the order has settled, and answers with it as it is then. */
export function createSettle({
  reader,
  waiter,
}: {
  reader: Batcher<string, Order>;
  waiter: OrderWaiter;
}): SettleOrder {
  return async (reply, { prefer, payments, receivedAt }) => {
    const isTaken = payments.length > 0 && payments.every(({ method }) => isTakenAtCounter(method));
    const seconds = preferredWaitSeconds(prefer) ?? (isTaken ? takenWaitSeconds : 0);
    const leftMs = () => receivedAt + seconds * 1000 - performance.now();
    const isOver = ({ status }: Order) =>
      isSettled(status) || (payments.length === 0 && status === 'awaiting_payment');
    if (leftMs() <= 0) return reply;
    const { id } = identified.parse(reply.body);
    const followed = async () => {
      // The order has only just been placed, so there is nothing to read before it moves.
      let moved = waiter.next(id, leftMs());
      for (;;) {
        await moved;
        // Asked for before reading, so that a move in between is not missed.
        moved = waiter.next(id, Math.max(leftMs(), 0));
        const current = await reader.submit(id);
        if (isOver(current) || waiter.isClosed() || leftMs() <= 0) return current;
      }
    };
    const current = await Promise.race([
      followed(),
      delay(leftMs() + lastLookMs, undefined, { ref: false }),
    ]);
    return current === undefined ? reply : { ...reply, body: current };
  };
}

const identified = order.pick({ id: true });
