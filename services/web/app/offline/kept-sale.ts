/** A sale as the till hands it over, and as it is kept until the shop has it. */
import type { OrderPaymentRequest } from '@balcao/contracts/api/sales.ts';

export interface SaleLine {
  productId: string;
  quantityMilli: number;
  /** Of a kilogram or piece, in centavos, as it was shown. */
  unitPriceMinor: number;
  /** As scanned, of a scale's label: it says quantity and total itself. */
  labelCode: string | null;
  /** For the list of unsent sales. */
  name?: string;
}

/** What was rung up; `id` is made in the browser, once for one sale. */
export interface Sale {
  id: string;
  tillId: string;
  lines: SaleLine[];
  discountMinor: number;
  totalMinor: number;
  payments: OrderPaymentRequest[];
  customerId?: string | undefined;
  overrideId?: string | undefined;
}

/** What the shop said when it refused a sale. */
export interface Refusal {
  /** A code of the shop's; `not_arrived` and `not_paid` are what was found out about an unsure sale. */
  code: string;
  status: number;
  detail: string | undefined;
  /** What `detail` is written in; English where it was kept without. */
  language?: string | undefined;
  traceId: string | undefined;
  errors: { path: string; message: string }[];
  at: string;
}

/** A sale that has happened and that the shop may not know of. */
export interface KeptSale {
  /** The sale's. */
  id: string;
  /** Another than `id` when the shop had given up an order of that id: a third attempt has one effect still. */
  orderId: string;
  sale: Sale;
  occurredAt: string;
  /** Who sold it, and as whom it is sent unless an admin has taken that over. */
  seller: { id: string; name: string };
  /** The admin in whose name it is sent, and what its order says of who sold it. */
  takenOver?: { by: { id: string; name: string }; note: string };
  /** It was sent without an answer, with a card or a PIX: the shop is asked what became of it, and nothing is sent. */
  isUnsure?: boolean;
  /** Null while it is to be sent. */
  refusal: Refusal | null;
}

/** Who brings it to the shop. */
export const senderOf = ({ seller, takenOver }: KeptSale): KeptSale['seller'] =>
  takenOver?.by ?? seller;

/** A sale that an admin settled by hand: kept, so that it can be found again. */
export interface SettledSale extends KeptSale {
  settledBy: { id: string; name: string };
  settledAt: string;
  reason: string;
}
