/** The nine layouts of Brazilian scale labels, read and written (counter.md, Scale labels). */
import { z } from 'zod';
import { checkDigit, hasRightCheckDigit, isScaleCode } from './gtin.ts';
import { canonicalPlu } from './plu.ts';
import type { Unit } from './unit.ts';

/** C is the product code, T the total in centavos, P grams, Q pieces, 0 a fixed zero; a check digit follows. */
export const scaleLayouts = [
  '2CCCC0TTTTTT',
  '2CCCC00PPPPP',
  '2CCCC00QQQQQ',
  '2CCCCCTTTTTT',
  '2CCCCC0PPPPP',
  '2CCCCC0QQQQQ',
  '2CCCCCCPPPPP',
  '2CCCCCCQQQQQ',
  '2CCCCCCTTTTT',
] as const;

/** A setting of the shop, never guessed: the same digits mean another thing on another scale. */
export const scaleLayout = z.enum(scaleLayouts);
export type ScaleLayout = z.infer<typeof scaleLayout>;

export type TotalLabel = { kind: 'label'; plu: string; totalMinor: number };
export type QuantityLabel = { kind: 'label'; plu: string; quantityMilli: number; unit: Unit };
export type ScaleLabel = TotalLabel | QuantityLabel;

export type LabelFault =
  | 'not_a_label'
  | 'wrong_check_digit'
  | 'other_layout'
  | 'zero_code'
  | 'zero_value';
export type InvalidLabel = { kind: 'invalid'; reason: LabelFault };

const fieldsOf = (layout: ScaleLayout) => ({
  codeEnd: layout.lastIndexOf('C') + 1,
  valueStart: layout.search(/[TPQ]/),
  measure: layout.slice(-1),
});

/** What the 13 digits of a label say by the shop's layout; a faulty label is an answer, not an exception. */
export const parseScaleLabel = (code: string, layout: ScaleLayout): ScaleLabel | InvalidLabel => {
  if (!isScaleCode(code)) return invalid('not_a_label');
  if (!hasRightCheckDigit(code)) return invalid('wrong_check_digit');
  const { codeEnd, valueStart, measure } = fieldsOf(layout);
  if (/[1-9]/.test(code.slice(codeEnd, valueStart))) return invalid('other_layout');
  const plu = canonicalPlu(code.slice(1, codeEnd));
  if (plu === '') return invalid('zero_code');
  const value = Number(code.slice(valueStart, 12));
  if (value === 0) return invalid('zero_value');
  if (measure === 'T') return { kind: 'label', plu, totalMinor: value };
  if (measure === 'P') return { kind: 'label', plu, quantityMilli: value, unit: 'kg' };
  return { kind: 'label', plu, quantityMilli: value * 1000, unit: 'un' };
};

/**
 * The 13 digits that a scale prints. `value` is in the layout's own measure: centavos, grams or pieces.
 * Throws RangeError for what does not fit its field, rather than cut it.
 */
export const makeScaleLabel = (layout: ScaleLayout, plu: string, value: number): string => {
  const { codeEnd, valueStart } = fieldsOf(layout);
  const fillers = '0'.repeat(valueStart - codeEnd);
  const code = padded(canonicalPlu(plu), codeEnd - 1);
  const digits = `2${code}${fillers}${padded(String(value), 12 - valueStart)}`;
  return `${digits}${checkDigit(digits)}`;
};

const padded = (digits: string, length: number): string => {
  if (!/^[1-9]\d*$/.test(digits) || digits.length > length) {
    throw new RangeError(`${digits} does not fit ${length} digits of the label`);
  }
  return digits.padStart(length, '0');
};

const invalid = (reason: LabelFault): InvalidLabel => ({ kind: 'invalid', reason });
