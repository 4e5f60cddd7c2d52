/** The states of a payment and the only ways between them. */
import type { PaymentStatus } from '@balcao/contracts/payment-method.ts';
import { Problem } from '@balcao/kit/problem.ts';

const transitions: Record<PaymentStatus, readonly PaymentStatus[]> = {
  pending: ['approved', 'declined', 'expired', 'cancelled'],
  approved: ['partially_refunded', 'refunded'],
  partially_refunded: ['partially_refunded', 'refunded'],
  declined: [],
  expired: [],
  cancelled: [],
  refunded: [],
};

/** States that say that no money was taken: whatever arrives afterwards must go back. */
const unpaidEnds: readonly PaymentStatus[] = ['declined', 'expired', 'cancelled'];

export function canMove(from: PaymentStatus, to: PaymentStatus): boolean {
  return transitions[from].includes(to);
}

/** Throws `invalid_transition`, which names both states and what is possible instead. */
export function requireMove(from: PaymentStatus, to: PaymentStatus): void {
  if (canMove(from, to)) return;
  const possible = transitions[from].join(', ') || 'nothing';
  throw new Problem(
    'invalid_transition',
    `A payment that is ${from} cannot become ${to}; possible from here: ${possible}.`,
  );
}

/** Whether the payment was given up without money. */
export function isUnpaidEnd(status: PaymentStatus): boolean {
  return unpaidEnds.includes(status);
}
