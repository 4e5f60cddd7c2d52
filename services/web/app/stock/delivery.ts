/** A delivery as it is typed: its lines, what they cost, and the way to what the API takes. Centavos, thousandths. */
import type { CreateReceiptRequest } from '@balcao/contracts/api/receipts.ts';
import { lineTotalMinor, sumMinor } from '@balcao/contracts/money.ts';
import type { Unit } from '@balcao/contracts/unit.ts';

export interface DeliveryLine {
  /** Of the lot that it becomes. */
  id: string;
  product: { id: string; name: string; unit: Unit };
  quantityMilli: number | null;
  unitCostMinor: number | null;
  lotCode: string;
  /** `''`: by the product's shelf life. */
  expiresOn: string;
}

export interface Delivery {
  supplierId: string;
  document: string;
  receivedOn: string;
  lines: readonly DeliveryLine[];
}

/** Null while quantity or cost is missing. */
export const lineCostMinor = ({ quantityMilli, unitCostMinor }: DeliveryLine): number | null =>
  quantityMilli === null || unitCostMinor === null
    ? null
    : lineTotalMinor(unitCostMinor, quantityMilli);

/** Of the lines that are complete. */
export const deliveryCostMinor = (lines: readonly DeliveryLine[]): number =>
  sumMinor(lines.map((line) => lineCostMinor(line) ?? 0));

/** Null where there is no line, or one lacks its quantity or cost. */
export function receiptOf(delivery: Delivery): CreateReceiptRequest | null {
  const lines = delivery.lines.flatMap(({ id, product, quantityMilli, unitCostMinor, ...rest }) =>
    quantityMilli === null || unitCostMinor === null
      ? []
      : [
          {
            id,
            productId: product.id,
            quantityMilli,
            unitCostMinor,
            lotCode: rest.lotCode.trim() || undefined,
            expiresOn: rest.expiresOn || undefined,
          },
        ],
  );
  if (lines.length === 0 || lines.length < delivery.lines.length) return null;
  return {
    supplierId: delivery.supplierId || undefined,
    document: delivery.document.trim() || undefined,
    receivedOn: delivery.receivedOn || undefined,
    lines,
  };
}
