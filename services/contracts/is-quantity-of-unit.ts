/** Which quantities there are of what is sold by the kilogram or by the piece. */
import type { Unit } from './unit.ts';

/** Pieces are not cut: a quantity of `un` is a multiple of 1000 thousandths. */
export const isQuantityOfUnit = (quantityMilli: number, of: Unit): boolean =>
  of === 'kg' || quantityMilli % 1000 === 0;
