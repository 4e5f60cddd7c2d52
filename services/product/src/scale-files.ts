/** Load files for label scales (counter.md, Loading the scales): one product a line, fixed width, CR+LF, ASCII. */
import type { ScaleFamily } from '@balcao/contracts/api/scales.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import { FieldTooNarrowError, numberField, textField } from './fixed-width.ts';

/** What a scale is told of a product. */
export interface ScaleProduct {
  sku: string;
  name: string;
  unit: Unit;
  /** Of one kilogram or one piece, in centavos: what holds now. */
  priceMinor: number;
  plu: string;
  shelfLifeDays: number | null;
}

/** A product that does not fit the scale's fields, and why. */
export interface ScaleMisfit {
  product: ScaleProduct;
  reason: string;
}

/** File name → content. */
export type ScaleFiles = Record<string, string>;

type Line = (product: ScaleProduct, index: number) => string;

/** Scales group products by department; the shop has one. */
const department = { number: '01', name: 'GERAL' };
const lineEnd = '\r\n';

const code = ({ plu }: ScaleProduct, width: number) => numberField('PLU', plu, width);
const price = ({ priceMinor }: ScaleProduct, width: number) =>
  numberField('price in centavos', priceMinor, width);
const days = ({ shelfLifeDays }: ScaleProduct, width: number) =>
  numberField('shelf life in days', shelfLifeDays ?? 0, width);
const letter = ({ unit }: ScaleProduct) => (unit === 'kg' ? 'P' : 'U');
const digit = ({ unit }: ScaleProduct) => (unit === 'kg' ? '0' : '1');
const zeros = (width: number) => '0'.repeat(width);

const filizolaItem: Line = (product) =>
  [
    code(product, 6),
    letter(product),
    textField(product.name, 22),
    price(product, 7),
    days(product, 3),
  ].join('');

/** The key 000 is none: keys are given at the scale. */
const filizolaDepartment: Line = (product, index) =>
  [
    textField(department.name, 12),
    code(product, 6),
    numberField('place in the file', index + 1, 4),
    zeros(3),
  ].join('');

/** The label model 00 is the one that is set at the scale; no recipe. */
const toledoItem: Line = (product) =>
  [
    department.number,
    '00',
    digit(product),
    code(product, 6),
    price(product, 6),
    days(product, 3),
    textField(product.name, 50),
    textField('', 250),
  ].join('');

/** Both dates are printed where the product has a shelf life; all that the shop does not know is zeros. */
const mgvItem: Line = (product) => {
  const dates = product.shelfLifeDays === null ? '00' : '11';
  const [information, image, nutrition] = [zeros(6), zeros(4), zeros(6)];
  const [supplier, lot, special, priceVersion] = [zeros(4), zeros(12), zeros(11), zeros(1)];
  const soundTareFractionerExtraOneTwoConservation = zeros(6 * 4);
  const ean = zeros(12);
  return [
    department.number,
    digit(product),
    code(product, 6),
    price(product, 6),
    days(product, 3),
    textField(product.name, 50),
    information,
    image,
    nutrition,
    dates,
    supplier,
    lot,
    special,
    priceVersion,
    soundTareFractionerExtraOneTwoConservation,
    ean,
  ].join('');
};

const uranoItem: Line = (product) => {
  const reais = numberField('price in reais', Math.trunc(product.priceMinor / 100), 6);
  const centavos = String(product.priceMinor % 100).padStart(2, '0');
  const start = '\n\x02';
  const body = `${start}${code(product, 5)}${letter(product)}${textField(product.name, 20)}${reais}.${centavos}${days(product, 4)}D`;
  return `${body}${checksum(body)}\x03`;
};

/** The sum of all bytes, as four hexadecimal digits. */
function checksum(ascii: string): string {
  let sum = 0;
  for (const byte of Buffer.from(ascii, 'latin1')) sum += byte;
  return (sum % 0x10000).toString(16).toUpperCase().padStart(4, '0');
}

const families: Record<ScaleFamily, { lines: Record<string, Line>; fixed: ScaleFiles }> = {
  filizola: {
    lines: { 'CADTXT.TXT': filizolaItem, 'SETORTXT.TXT': filizolaDepartment },
    fixed: {},
  },
  toledo: { lines: { 'TXITENS.TXT': toledoItem }, fixed: {} },
  'toledo-mgv': {
    lines: { 'ITENSMGV.TXT': mgvItem },
    fixed: { 'DEPTO.TXT': `${department.number}${textField(department.name, 40)}${lineEnd}` },
  },
  urano: { lines: { 'PRODUTOS.TXT': uranoItem }, fixed: {} },
};

/** The files of a family, and the products that do not fit it: with any of those the files are not to be used. */
export function makeScaleFiles(
  family: ScaleFamily,
  products: readonly ScaleProduct[],
): { files: ScaleFiles; misfits: ScaleMisfit[] } {
  const { lines, fixed } = families[family];
  const files: ScaleFiles = { ...fixed };
  const misfits = new Map<ScaleProduct, ScaleMisfit>();
  for (const [name, line] of Object.entries(lines)) {
    const written = products.map((product, index) => {
      const text = orMisfit(() => line(product, index));
      if (typeof text === 'string') return `${text}${lineEnd}`;
      misfits.set(product, { product, reason: text.reason });
      return '';
    });
    files[name] = written.join('');
  }
  return { files, misfits: [...misfits.values()] };
}

function orMisfit(write: () => string): string | { reason: string } {
  try {
    return write();
  } catch (error) {
    if (error instanceof FieldTooNarrowError) return { reason: error.message };
    throw error;
  }
}
