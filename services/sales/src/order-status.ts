/** The states of an order and the only ways between them. */
import type { OrderStatus } from '@balcao/contracts/api/sales.ts';
import { Problem } from '@balcao/kit/problem.ts';

const transitions: Record<OrderStatus, readonly OrderStatus[]> = {
  open: ['held', 'placed', 'cancelled'],
  held: ['open', 'cancelled'],
  placed: ['awaiting_payment', 'rejected', 'cancelled'],
  awaiting_payment: ['paid', 'cancelled'],
  paid: ['completed'],
  completed: ['partially_refunded', 'refunded'],
  partially_refunded: ['partially_refunded', 'refunded'],
  rejected: [],
  cancelled: [],
  refunded: [],
};

/** States in which the order waits for another service, and therefore has a deadline. */
export const waitingStatuses: readonly OrderStatus[] = ['placed', 'awaiting_payment'];

export function canMove(from: OrderStatus, to: OrderStatus): boolean {
  return transitions[from].includes(to);
}

/** Throws `invalid_transition`, which names both states and what is possible instead. */
export function requireMove(from: OrderStatus, to: OrderStatus): void {
  if (canMove(from, to)) return;
  const possible = transitions[from].join(', ') || 'nothing';
  throw new Problem(
    'invalid_transition',
    `An order that is ${from} cannot become ${to}; possible from here: ${possible}.`,
  );
}

/** Whether nothing more happens to the order by itself. */
export function isSettled(status: OrderStatus): boolean {
  return status !== 'paid' && !waitingStatuses.includes(status);
}
