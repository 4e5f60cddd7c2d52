/** A sale as a request: as it is rung up, or as one that has happened; and what the shop's order says of it. Pure. */
import type {
  CreateOrderRequest,
  OrderLineRequest,
  OrderPaymentRequest,
  OrderStatus,
} from '@balcao/contracts/api/sales.ts';
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import type { KeptSale, Sale } from './kept-sale.ts';

/** Without a network a PIX cannot be waited for; a card is taken by its own terminal. */
const isPossibleOffline = (method: PaymentMethod): boolean => method !== 'pix';

/** Whether a sale can be kept without an answer of the shop's. */
export const canBeKept = ({ payments }: Sale): boolean =>
  payments.every(({ method }) => isPossibleOffline(method));

/** Whether a refused one is sold only if its money came by another way: the one that it was rung up with failed. */
export const isUnpaid = ({ sale, refusal }: KeptSale): boolean =>
  refusal !== null && (refusal.code === 'not_paid' || !canBeKept(sale));

/** Whether it can be kept though it was sent: nobody knows whether the provider took a card then. */
export const canBeKeptUnanswered = ({ payments }: Sale): boolean =>
  payments.every(({ method }) => method === 'cash' || method === 'tab');

/** The shop says the prices. */
export const rungUp = (sale: Sale): Body => ({
  ...headOf(sale),
  id: sale.id,
  lines: sale.lines.map(({ productId, quantityMilli, labelCode }) =>
    labelCode === null ? { productId, quantityMilli } : { code: labelCode },
  ),
  payments: sale.payments,
  overrideId: sale.overrideId,
});

type Body = CreateOrderRequest;

/** It was paid as it was shown: the lines name their prices. */
export const happened = ({ orderId, sale, occurredAt, takenOver }: KeptSale): Body => ({
  ...headOf(sale),
  id: orderId,
  lines: sale.lines.map(happenedLine),
  payments: sale.payments.map(withoutId),
  occurredAt,
  note: takenOver?.note,
});

const headOf = ({ tillId, discountMinor, customerId }: Sale) => ({
  tillId,
  discountMinor,
  customerId,
  place: true,
});

const happenedLine = ({
  productId,
  quantityMilli,
  unitPriceMinor,
  labelCode,
}: Sale['lines'][number]): OrderLineRequest =>
  labelCode === null
    ? { productId, quantityMilli, unitPriceMinor }
    : { code: labelCode, unitPriceMinor };

/** Under another order's id a payment is another one, too. */
function withoutId({ id: _former, ...payment }: OrderPaymentRequest): OrderPaymentRequest {
  return payment;
}

export type Standing =
  /** The shop has the sale. */
  | 'there'
  /** It is still on its way there: look again later. */
  | 'on-its-way'
  /** The shop gave the order up, but the goods are gone: it is sent again as what has happened. */
  | 'given-up';

/** What an order of the sale's id means for a sale that is kept here. */
export function standingOf({
  status,
  occurredAt,
}: {
  status: OrderStatus;
  occurredAt: string | null;
}): Standing {
  switch (status) {
    case 'completed':
    case 'partially_refunded':
    case 'refunded':
      return 'there';
    case 'rejected':
    case 'cancelled':
      return 'given-up';
    default:
      // What has happened is completed without anybody's doing.
      return occurredAt === null ? 'on-its-way' : 'there';
  }
}
