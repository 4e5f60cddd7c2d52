/** What the cells of a catalogue's CSV mean. */
import { AmountTextError, parseAmountText } from '@balcao/contracts/amount-text.ts';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import type { Wording } from '@balcao/kit/wording.ts';

/** A cell that cannot be read; the message, and `pt` in Portuguese, is for the person who wrote it. */
export class CellError extends Error {
  readonly pt: string;

  constructor({ message, pt }: Wording) {
    super(message);
    this.name = 'CellError';
    this.pt = pt;
  }
}

/** `39,90` → 3990 centavos, as `parseAmountText` reads it. Throws CellError. */
export function parseAmount(cell: string): number {
  try {
    return parseAmountText(cell);
  } catch (error) {
    if (!(error instanceof AmountTextError)) throw error;
    throw new CellError(error);
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
  if (unit !== undefined) return unit;
  throw new CellError({
    message: `"${cell}" is not a unit: kg or un`,
    pt: `"${cell}" não é uma unidade: kg ou un`,
  });
}

/** A whole number. Throws CellError. */
export function parseCount(cell: string): number {
  if (/^\d{1,9}$/.test(cell)) return Number(cell);
  throw new CellError({
    message: `"${cell}" is not a whole number`,
    pt: `"${cell}" não é um número inteiro`,
  });
}
