/** What is said of stock. */
import type { StockExpiring, StockLow } from '@balcao/contracts/events/inventory.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import { type Bilingual, quantityText } from './figures.ts';
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
  const { name, unit } = namesOf(productId, product);
  const left = quantityText(onHandMilli, unit);
  const wanted = quantityText(minimumMilli, unit);
  return {
    severity: onHandMilli <= 0 ? 'critical' : 'warning',
    title: { pt: `Estoque baixo: ${name.pt}`, en: `Low stock: ${name.en}` },
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
  const { name, unit } = namesOf(productId, product);
  const quantity = quantityText(quantityMilli, unit);
  const isOver = daysLeft < 0;
  return {
    severity: isOver ? 'critical' : 'warning',
    title: isOver
      ? { pt: `Lote vencido: ${name.pt}`, en: `Expired lot: ${name.en}` }
      : { pt: `Lote perto do vencimento: ${name.pt}`, en: `Lot about to expire: ${name.en}` },
    body: {
      pt: `${quantity.pt}, validade ${expiresOn.split('-').toReversed().join('/')}.`,
      en: `${quantity.en}, best before ${expiresOn}.`,
    },
  };
}

/** Of a product that the catalogue has not told of, nothing is said that may be wrong: its id, and no unit. */
function namesOf(
  id: string,
  product: NamedProduct | undefined,
): { name: Bilingual; unit: Unit | null } {
  if (product === undefined)
    return { name: { pt: `produto ${id}`, en: `product ${id}` }, unit: null };
  return { name: { pt: product.name, en: product.name }, unit: product.unit };
}
