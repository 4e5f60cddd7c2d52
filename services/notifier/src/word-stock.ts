/** What is said of stock. */
import type { StockExpiring, StockLow } from '@balcao/contracts/events/inventory.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import { quantityText } from './figures.ts';
import type { Wording } from './notification.ts';

export interface NamedProduct {
  name: string;
  unit: Unit;
}

/** `product` is undefined where the catalogue's event has not come yet. */
export function wordStockLow(
  { productId, onHandMilli, minimumMilli }: StockLow,
  product: NamedProduct | undefined,
): Wording {
  const { name, unit } = product ?? unnamed(productId);
  const left = quantityText(onHandMilli, unit);
  const wanted = quantityText(minimumMilli, unit);
  return {
    severity: onHandMilli <= 0 ? 'critical' : 'warning',
    title: { pt: `Estoque baixo: ${name}`, en: `Low stock: ${name}` },
    body: {
      pt: `Restam ${left.pt}; o mínimo é ${wanted.pt}.`,
      en: `${left.en} left; the minimum is ${wanted.en}.`,
    },
  };
}

export function wordStockExpiring(
  { productId, quantityMilli, expiresOn, daysLeft }: StockExpiring,
  product: NamedProduct | undefined,
): Wording {
  const { name, unit } = product ?? unnamed(productId);
  const quantity = quantityText(quantityMilli, unit);
  const isOver = daysLeft < 0;
  return {
    severity: isOver ? 'critical' : 'warning',
    title: isOver
      ? { pt: `Lote vencido: ${name}`, en: `Expired lot: ${name}` }
      : { pt: `Lote perto do vencimento: ${name}`, en: `Lot about to expire: ${name}` },
    body: {
      pt: `${quantity.pt}, validade ${expiresOn.split('-').toReversed().join('/')}.`,
      en: `${quantity.en}, best before ${expiresOn}.`,
    },
  };
}

const unnamed = (id: string): NamedProduct => ({ name: id, unit: 'un' });
