/** What the cells of a catalogue's CSV mean. */
import { AmountTextError, parseAmountText } from '@balcao/contracts/amount-text.ts';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';
import type { Unit } from '@balcao/contracts/unit.ts';

/** A cell that cannot be read; the message is for the person who wrote it. */
export class CellError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CellError';
  }
}

/** `39,90` → 3990 centavos, as `parseAmountText` reads it. Throws CellError. */
export function parseAmount(cell: string): number {
  try {
    return parseAmountText(cell);
  } catch (error) {
    if (!(error instanceof AmountTextError)) throw error;
    throw new CellError(error.message);
  }
}

const unitNames: Record<string, Unit> = {
  kg: 'kg',
  quilo: 'kg',
  kilo: 'kg',
  un: 'un',
  und: 'un',
  unid: 'un',
  unidade: 'un',
  pc: 'un',
  peca: 'un',
};

/** Throws CellError. */
export function parseUnit(cell: string): Unit {
  const unit = unitNames[normaliseText(cell).replace(/\.$/, '')];
  if (unit === undefined) throw new CellError(`"${cell}" is not a unit: kg or un`);
  return unit;
}

/** A whole number. Throws CellError. */
export function parseCount(cell: string): number {
  if (!/^\d{1,9}$/.test(cell)) throw new CellError(`"${cell}" is not a whole number`);
  return Number(cell);
}
