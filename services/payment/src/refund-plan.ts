/** Which of the refunds that are wanted may be made: each id once, and never more than was paid. */
import { formatAmount } from '@balcao/contracts/amount-text.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import type { Cause } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Payment } from './payment.ts';
import { requireMove } from './payment-status.ts';
import type { RefundRow } from './refund-store.ts';

export interface WantedRefund {
  /** Locked by the caller. */
  payment: Payment;
  /** Names it among the refunds of its payment: wanted again, it is the same one. */
  refundId: string;
  /** Centavos; all that is left when it is missing. */
  amountMinor?: number | undefined;
  by?: string | undefined;
  note?: string | undefined;
  cause: Cause;
}

export interface PlannedRefund extends WantedRefund {
  amountMinor: number;
}

/**
 * Leaves out what is known already and what comes to nothing. What is under way counts as given. Throws
 * `invalid_transition` for a payment that holds no money, `refund_exceeds_payment` for more than is left.
 */
export function planRefunds(
  wanted: WantedRefund[],
  known: Map<string, RefundRow[]>,
): PlannedRefund[] {
  const planned: PlannedRefund[] = [];
  for (const refund of wanted) {
    const { payment, refundId } = refund;
    const before = [...(known.get(payment.id) ?? []), ...rowsOf(payment, planned)];
    if (before.some((row) => row.refundId === refundId) || isFromBefore(payment, before)) continue;
    requireMove(payment.status, 'refunded');
    const leftMinor = payment.amountMinor - backMinor(payment, before);
    const { amountMinor = leftMinor } = refund;
    if (amountMinor > leftMinor) throw tooMuch(payment, { amountMinor, leftMinor });
    if (amountMinor > 0) planned.push({ ...refund, amountMinor });
  }
  return planned;
}

function rowsOf({ id }: Payment, planned: PlannedRefund[]) {
  return planned.filter(({ payment }) => payment.id === id);
}

/** The version before refunded whole payments, and kept nothing but the status. */
function isFromBefore({ status }: Payment, before: unknown[]): boolean {
  return status === 'refunded' && before.length === 0;
}

function backMinor({ refundedMinor }: Payment, before: { amountMinor: number }[]): number {
  return Math.max(refundedMinor, sumMinor(before.map(({ amountMinor }) => amountMinor)));
}

function tooMuch(
  { id }: Payment,
  { amountMinor, leftMinor }: { amountMinor: number; leftMinor: number },
): Problem {
  const detail = `The refund is ${amountMinor} centavos, ${leftMinor} are left of the payment ${id}.`;
  return new Problem('refund_exceeds_payment', detail, {
    pt: `A devolução é de R$ ${formatAmount(amountMinor)}; restam R$ ${formatAmount(leftMinor)} do pagamento.`,
    errors: [
      {
        path: 'amountMinor',
        message: `at most ${leftMinor}`,
        pt: `no máximo R$ ${formatAmount(leftMinor)}`,
      },
    ],
  });
}
