/** Cells of a catalogue's CSV: what they mean on the way in, how they are written on the way out. */

import { normaliseText } from '@balcao/contracts/text.ts';
import type { Unit } from '@balcao/contracts/unit.ts';

/** A cell that cannot be read; the message is for the person who wrote it. */
export class CellError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CellError';
  }
}

const startsFormula = /^'*[=+\-@\t\r]/;
const isGuarded = /^'+[=+\-@\t\r]/;

/**
 * Text that a spreadsheet would run as a formula gets one apostrophe more in front (OWASP, CSV injection).
 * So does text that looks guarded already, which is why `unguard` gives back every text exactly.
 */
export function guard(text: string): string {
  return startsFormula.test(text) ? `'${text}` : text;
}

/** Takes one apostrophe from in front of what a spreadsheet would run as a formula. */
export function unguard(cell: string): string {
  return isGuarded.test(cell) ? cell.slice(1) : cell;
}

/** `3990` → `39,90`: the decimal comma of the country, no thousands. */
export function formatAmount(amountMinor: number): string {
  const digits = String(amountMinor).padStart(3, '0');
  return `${digits.slice(0, -2)},${digits.slice(-2)}`;
}

/**
 * `39,90`, `39.9`, `1.234,56`, `1,234.56`, `R$ 39` → centavos. Throws CellError for all else, and for three
 * digits after a single point or comma, which mean thousands to one reader and thousandths to another.
 */
export function parseAmount(cell: string): number {
  const bare = cell.replace(/^R\$/i, '').replace(/[\s\u00a0]/g, '');
  const plain = /^(\d+)(?:[.,](\d{1,2}))?$/.exec(bare);
  const grouped = /^(\d{1,3}(?:\.\d{3})+),(\d{1,2})$|^(\d{1,3}(?:,\d{3})+)\.(\d{1,2})$/.exec(bare);
  const several = /^\d{1,3}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,})$/.test(bare);
  if (plain !== null) return toMinor(plain[1] ?? '', plain[2]);
  if (grouped !== null) return toMinor(grouped[1] ?? grouped[3] ?? '', grouped[2] ?? grouped[4]);
  if (several) return toMinor(bare, undefined);
  if (/^\d{1,3}[.,]\d{3}$/.test(bare)) {
    throw new CellError(`"${cell}" may mean two amounts; write it with two decimals`);
  }
  throw new CellError(`"${cell}" is not an amount such as 39,90`);
}

function toMinor(whole: string, decimals = ''): number {
  const value = Number(`${whole.replace(/[.,]/g, '')}${decimals.padEnd(2, '0')}`);
  if (!Number.isSafeInteger(value)) throw new CellError('the amount is too large');
  return value;
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
