/** Layouts of scale labels, read and written: nine Brazilian ones, and patterns in Odoo's notation (counter.md, Scale labels). */

import { canonicalPlu } from './canonical-plu.ts';
import { checkDigit, hasRightCheckDigit, isScaleCode } from './gtin.ts';
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

/**
 * Odoo's notation: a prefix of digits, a dot for each digit of the product code, and in braces the value, N for
 * each whole digit and D for each decimal. Three decimals are kilograms, two reais, none pieces. A shop that
 * prints several kinds separates the patterns by commas; their prefixes tell them apart.
 */
const odooPattern = /^(2\d*)(\.{1,6})\{(N+)(D*)\}$/;
const measures: Record<number, Measure> = { 0: 'Q', 2: 'T', 3: 'P' };

type Measure = 'T' | 'P' | 'Q';

/** Where the fields of a label are; the check digit is at 12. */
interface Fields {
  prefix: string;
  codeEnd: number;
  valueStart: number;
  measure: Measure;
}

/** One of `scaleLayouts`, or patterns. A setting of the shop, never guessed: the same digits mean another thing on another scale. */
export type ScaleLayout = string;

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

const isBrazilian = (layout: string): boolean => scaleLayouts.some((known) => known === layout);

/** Whether labels can be read by it. */
export const isScaleLayout = (layout: string): boolean =>
  isBrazilian(layout) || arePatterns(layout);

/** Each is one, and no label fits two. */
const arePatterns = (layout: string): boolean => {
  const all = layout.split(',').map(patternFields);
  return all.every(
    (fields, index) =>
      fields !== undefined &&
      all.every(
        (other, place) => place === index || other?.prefix.startsWith(fields.prefix) === false,
      ),
  );
};

const patternFields = (pattern: string): Fields | undefined => {
  const [, prefix = '', code = '', whole = '', decimals = ''] = odooPattern.exec(pattern) ?? [];
  const measure = measures[decimals.length];
  const codeEnd = prefix.length + code.length;
  if (measure === undefined || codeEnd + whole.length + decimals.length !== 12) return undefined;
  return { prefix, codeEnd, valueStart: codeEnd, measure };
};

const brazilianFields = (layout: string): Fields => {
  const last = layout.slice(-1);
  return {
    prefix: '2',
    codeEnd: layout.lastIndexOf('C') + 1,
    valueStart: layout.search(/[TPQ]/),
    measure: last === 'P' || last === 'Q' ? last : 'T',
  };
};

/** What the layout says of its labels: one kind, or one for each pattern. */
const fieldsOf = (layout: ScaleLayout): Fields[] =>
  isBrazilian(layout)
    ? [brazilianFields(layout)]
    : layout.split(',').flatMap((pattern) => patternFields(pattern) ?? []);

/** What the 13 digits of a label say by the shop's layout; a faulty label is an answer, not an exception. */
export const parseScaleLabel = (code: string, layout: ScaleLayout): ScaleLabel | InvalidLabel => {
  if (!isScaleCode(code)) return invalid('not_a_label');
  if (!hasRightCheckDigit(code)) return invalid('wrong_check_digit');
  const fields = fieldsOf(layout).find(({ prefix }) => code.startsWith(prefix));
  if (fields === undefined) return invalid('other_layout');
  const { prefix, codeEnd, valueStart, measure } = fields;
  if (/[1-9]/.test(code.slice(codeEnd, valueStart))) return invalid('other_layout');
  const plu = canonicalPlu(code.slice(prefix.length, codeEnd));
  if (plu === '') return invalid('zero_code');
  const value = Number(code.slice(valueStart, 12));
  if (value === 0) return invalid('zero_value');
  if (measure === 'T') return { kind: 'label', plu, totalMinor: value };
  if (measure === 'P') return { kind: 'label', plu, quantityMilli: value, unit: 'kg' };
  return { kind: 'label', plu, quantityMilli: value * 1000, unit: 'un' };
};

/**
 * The 13 digits that a scale prints; of several patterns, by the first. `value` is in the layout's own measure:
 * centavos, grams or pieces. Throws RangeError for what does not fit its field, rather than cut it.
 */
export const makeScaleLabel = (layout: ScaleLayout, plu: string, value: number): string => {
  const [fields] = fieldsOf(layout);
  if (fields === undefined) throw new RangeError(`${layout} is no layout of scale labels`);
  const { prefix, codeEnd, valueStart } = fields;
  const fillers = '0'.repeat(valueStart - codeEnd);
  const code = padded(canonicalPlu(plu), codeEnd - prefix.length);
  const digits = `${prefix}${code}${fillers}${padded(String(value), 12 - valueStart)}`;
  return `${digits}${checkDigit(digits)}`;
};

const padded = (digits: string, length: number): string => {
  if (!/^[1-9]\d*$/.test(digits) || digits.length > length) {
    throw new RangeError(`${digits} does not fit ${length} digits of the label`);
  }
  return digits.padStart(length, '0');
};

const invalid = (reason: LabelFault): InvalidLabel => ({ kind: 'invalid', reason });
