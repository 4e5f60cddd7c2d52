/** What happens in the demo's shop on one day: plain data, made before anything is played. */
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import type { DemoProduct } from './goods.ts';

export interface PlannedLine {
  product: DemoProduct;
  quantityMilli: number;
  totalMinor: number;
  /** As scanned: the label of a scale, which says the quantity itself, or a barcode. */
  code: { text: string; isLabel: boolean } | null;
}

export interface PlannedPayment {
  id: string;
  method: PaymentMethod;
  amountMinor: number;
  /** Cash only. */
  tenderedMinor: number | null;
}

export interface PlannedSale {
  id: string;
  at: Date;
  tillId: string;
  sellerId: string;
  customerId: string | null;
  lines: PlannedLine[];
  discountMinor: number;
  totalMinor: number;
  payments: PlannedPayment[];
}

export interface PlannedReceipt {
  id: string;
  at: Date;
  supplierId: string;
  /** The number of the supplier's invoice. */
  document: string;
  lines: {
    id: string;
    product: DemoProduct;
    quantityMilli: number;
    unitCostMinor: number;
    expiresOn: string;
    lotCode: string;
  }[];
}

export interface PlannedBreakdown {
  id: string;
  at: Date;
  templateId: string;
  /** The receipt's line that brought it. */
  inputLotId: string;
  input: DemoProduct;
  quantityMilli: number;
  outputs: { product: DemoProduct; quantityMilli: number; expiresOn: string }[];
  lossMilli: number;
}

export interface PlannedWaste {
  id: string;
  at: Date;
  product: DemoProduct;
  quantityMilli: number;
  reason: 'trim' | 'expiry' | 'cold_room_loss' | 'theft' | 'other';
}

export interface PlannedCount {
  id: string;
  at: Date;
  lines: { product: DemoProduct; countedMilli: number }[];
}

export interface PlannedTill {
  id: string;
  register: string;
  sellerId: string;
  openedAt: Date;
  closedAt: Date;
  floatMinor: number;
  movements: { id: string; at: Date; type: 'sangria' | 'suprimento'; amountMinor: number }[];
  /** What should be in the drawer, and what is counted. */
  expectedMinor: number;
  countedMinor: number;
}

export interface PlannedRefund {
  id: string;
  at: Date;
  sale: PlannedSale;
  /** Of the sale's lines. */
  position: number;
  quantityMilli: number;
  amountMinor: number;
  disposition: 'stock' | 'waste';
  note: string;
}

export interface PlannedTabPayment {
  id: string;
  at: Date;
  customerId: string;
  tillId: string;
  sellerId: string;
  method: 'cash' | 'pix' | 'debit';
  amountMinor: number;
}

/** An expense, paid by PIX. */
export interface PlannedBill {
  id: string;
  description: string;
  amountMinor: number;
}

/** In the order in which they are played. */
export interface DayPlan {
  date: string;
  expired: PlannedWaste[];
  receipts: PlannedReceipt[];
  breakdowns: PlannedBreakdown[];
  tills: PlannedTill[];
  sales: PlannedSale[];
  tabPayments: PlannedTabPayment[];
  refunds: PlannedRefund[];
  wastes: PlannedWaste[];
  counts: PlannedCount[];
  bills: PlannedBill[];
}
