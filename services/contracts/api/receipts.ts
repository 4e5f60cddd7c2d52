/** Receipts over the API: a delivery of several products at once. Quantities in thousandths, money in centavos. */
import { z } from 'zod';
import { quantityMilli, unitPriceMinor } from '../amount-minor.ts';
import { businessDate, instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';
import { description, text } from '../text.ts';
import { unit } from '../unit.ts';
import { isExpiryInOrder, lotCode } from './lots.ts';

const receiptLine = z.strictObject({
  /** Of the purchase movement and of its lot. */
  id: id.optional(),
  productId: id,
  quantityMilli,
  unitCostMinor: unitPriceMinor,
  lotCode: lotCode.optional(),
  /** The last day on which it is sold; where left out, the product's shelf life after the day of receipt. */
  expiresOn: businessDate.optional(),
});
export type ReceiptLine = z.infer<typeof receiptLine>;

export const maxReceiptLines = 200;

/** All lines come in, each as a lot, or none does. */
export const createReceiptRequest = z
  .strictObject({
    id: id.optional(),
    supplierId: id.optional(),
    /** Number of the supplier's invoice or delivery note. */
    document: text(60).optional(),
    note: description.optional(),
    /** Today where it is left out. */
    receivedOn: businessDate.optional(),
    lines: z.array(receiptLine).min(1).max(maxReceiptLines),
  })
  .superRefine(({ receivedOn, lines }, context) => {
    for (const [index, { expiresOn }] of lines.entries()) {
      if (isExpiryInOrder({ receivedOn, expiresOn })) continue;
      const path = ['lines', index, 'expiresOn'];
      context.addIssue({ code: 'custom', path, message: 'must not be before receivedOn' });
    }
  });
export type CreateReceiptRequest = z.infer<typeof createReceiptRequest>;

const receiptFields = {
  id,
  supplierId: id.nullable(),
  supplierName: z.string().nullable(),
  document: z.string().nullable(),
  note: z.string().nullable(),
  receivedOn: businessDate,
  /** What all lines cost. */
  totalMinor: z.int().min(0),
  lineCount: z.int().min(1),
  createdBy: id,
  createdAt: instant,
};

export const receiptSummary = z.object(receiptFields);
export type ReceiptSummary = z.infer<typeof receiptSummary>;

export const receipt = z.object({
  ...receiptFields,
  lines: z.array(
    z.object({
      /** Of the purchase movement and of its lot. */
      id,
      productId: id,
      productName: z.string(),
      unit,
      quantityMilli: z.int().min(1),
      costMinor: z.int().min(0),
      lotCode: z.string().nullable(),
      expiresOn: businessDate.nullable(),
    }),
  ),
});
export type Receipt = z.infer<typeof receipt>;

export const receiptListQuery = z.strictObject({ ...pageParameters, supplierId: id.optional() });
export type ReceiptListQuery = z.infer<typeof receiptListQuery>;

export const receiptPage = page(receiptSummary);
export type ReceiptPage = z.infer<typeof receiptPage>;
