/** The one way in which payments change their status, and in which their provider is asked for something. */
import type { PaymentStatus } from '@balcao/contracts/payment-method.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Cause, Outbox } from '@balcao/kit/outbox.ts';
import type { Bell } from './bell.ts';
import { dropCharges, insertCalls, type NewCall } from './call-store.ts';
import { type Payment, paymentEvents, type Terms } from './payment.ts';
import { requireMove } from './payment-status.ts';
import { updateStatuses } from './payment-store.ts';

/** What every step needs beside its transaction. */
export interface Desk extends Terms {
  outbox: Outbox;
  /** Rings by payment id and by order id. */
  bell: Bell;
  /** Lets the worker look for calls now. */
  wakeWorker: () => void;
}

export interface Move {
  /** Locked by the caller. */
  payment: Payment;
  to: PaymentStatus;
  reason?: string | undefined;
  /** The person who did it, and why. */
  by?: string | undefined;
  note?: string | undefined;
  cause: Cause;
}

/** Moves locked payments and tells it. Throws `invalid_transition` when one of them cannot go there. */
export async function movePayments(tx: Tx, desk: Desk, moves: Move[]): Promise<Payment[]> {
  if (moves.length === 0) return [];
  for (const { payment, to } of moves) requireMove(payment.status, to);
  const at = desk.now().toISOString();
  const changes = moves.map(({ payment, to, reason, by, note }) => ({
    paymentId: payment.id,
    status: to,
    reason: reason ?? null,
    by: by ?? null,
    note: note ?? null,
    at,
  }));
  const decided = moves.flatMap(({ payment }) => (payment.status === 'pending' ? payment.id : []));
  const [moved] = await Promise.all([
    updateStatuses(tx, changes),
    decided.length > 0 ? dropCharges(tx, decided) : undefined,
  ]);
  const causes = new Map(moves.map((move) => [move.payment.id, move.cause]));
  tellOf(tx, desk, { payments: moved, causeOf: ({ id }) => causes.get(id) });
  return moved;
}

/** Stores the events of payments that have just changed, and wakes who waits for them. */
export function tellOf(
  tx: Tx,
  { outbox, bell }: Desk,
  { payments, causeOf }: { payments: Payment[]; causeOf: (payment: Payment) => Cause | undefined },
): void {
  for (const payment of payments) outbox.add(tx, paymentEvents(payment), causeOf(payment));
  tx.afterCommit(() => bell.ring(payments.map(({ id }) => id)));
}

/** Stores calls for the worker, each once; answers the ids of payments that got a new one. */
export async function askProvider(tx: Tx, desk: Desk, calls: NewCall[]): Promise<string[]> {
  if (calls.length === 0) return [];
  const asked = await insertCalls(tx, calls);
  tx.afterCommit(desk.wakeWorker);
  return asked;
}
