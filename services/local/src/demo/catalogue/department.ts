/** How the demo's goods are written down: one department, one unit, a row for each product. */
import type { Unit } from '@balcao/contracts/unit.ts';

/**
 * Name; sale price and cost of a kilogram or piece, in centavos; what a customer typically takes, in grams or
 * pieces; how much it is asked for beside its neighbours; its shelf life where it is not the department's.
 */
export type Row = readonly [
  name: string,
  priceMinor: number,
  costMinor: number,
  typical: number,
  popularity: number,
  shelfLifeDays?: number,
];

export interface Department {
  /** Begins the SKUs of its products. */
  code: string;
  /** Of the category. */
  name: string;
  unit: Unit;
  shelfLifeDays: number;
  rows: readonly Row[];
}
