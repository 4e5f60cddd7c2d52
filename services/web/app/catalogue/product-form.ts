/** A product as it is typed, and the way to what the API takes. */
import type { Product, UpdateProductRequest } from '@balcao/contracts/api/product.ts';
import type { Unit } from '@balcao/contracts/unit.ts';

export interface TypedProduct {
  name: string;
  sku: string;
  categoryId: string;
  unit: Unit;
  priceMinor: number | null;
  costMinor: number | null;
  plu: string;
  barcode: string;
  shelfLifeDays: string;
  active: boolean;
}

export const freshProduct: TypedProduct = {
  name: '',
  sku: '',
  categoryId: '',
  unit: 'kg',
  priceMinor: null,
  costMinor: null,
  plu: '',
  barcode: '',
  shelfLifeDays: '',
  active: true,
};

export const typedOf = (product: Product): TypedProduct => ({
  ...product,
  categoryId: product.categoryId ?? '',
  plu: product.plu ?? '',
  barcode: product.barcode ?? '',
  shelfLifeDays: product.shelfLifeDays === null ? '' : String(product.shelfLifeDays),
});

const orNull = (text: string): string | null => text.trim() || null;

/** Null where something that every product has is missing; all else is for the service to judge. */
export function requestOf(typed: TypedProduct): UpdateProductRequest | null {
  const { name, sku, priceMinor, shelfLifeDays } = typed;
  if (name.trim() === '' || sku.trim() === '' || priceMinor === null) return null;
  return {
    name: name.trim(),
    sku: sku.trim(),
    categoryId: orNull(typed.categoryId),
    unit: typed.unit,
    priceMinor,
    costMinor: typed.costMinor,
    plu: orNull(typed.plu),
    barcode: orNull(typed.barcode),
    shelfLifeDays: shelfLifeDays.trim() === '' ? null : Number(shelfLifeDays),
    active: typed.active,
  };
}
