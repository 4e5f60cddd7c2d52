/** What a payment provider must be able to do. Every call rejects when its signal is aborted. */
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';

export interface ChargeRequest {
  /** Names the charge: a repeat with the same id charges nothing more and is answered as the first. */
  paymentId: string;
  method: PaymentMethod;
  amountMinor: number;
  cardToken: string | null;
}

/** `reference` is the provider's name for the charge; for a PIX the txid, beside the code that its customer scans. A pending one ends by webhook. */
export type ChargeResult =
  | { kind: 'approved'; reference: string }
  | { kind: 'declined'; reference: string; reason: string }
  | { kind: 'pending'; reference: string; brCode?: string };

export interface RefundRequest {
  /** Names the refund: a repeat with the same id gives nothing more back, and is answered as the first. */
  refundId: string;
  paymentId: string;
  amountMinor: number;
}

/** A charge or a refund as the provider lists it; a void leaves neither. */
export interface ProviderTransaction {
  kind: 'charge' | 'refund';
  /** By which it was asked for: the payment's id, or the refund's. */
  name: string;
  amountMinor: number;
  /** RFC 3339, by the provider's clock. */
  at: string;
}

export interface ListRequest {
  /** From this instant on, and before the other. */
  from: string;
  to: string;
  /** Null for the first page. */
  cursor: string | null;
}

export interface Provider {
  name: string;
  charge(request: ChargeRequest, signal: AbortSignal): Promise<ChargeResult>;
  /** Ends a charge; one that was made is undone, one that arrives later is declined. Repeatable. */
  void(paymentId: string, signal: AbortSignal): Promise<void>;
  /**
   * Gives a part or all of a charge back and answers what it gave: the amount, or 0 where nothing was taken.
   * Rejects where less than the amount is left.
   */
  refund(request: RefundRequest, signal: AbortSignal): Promise<{ givenMinor: number }>;
  /** What it has taken and given back, each once; in pages of its own size. */
  list(
    request: ListRequest,
    signal: AbortSignal,
  ): Promise<{ items: ProviderTransaction[]; nextCursor: string | null }>;
}
