/** The demo's goods: products with their SKUs, PLUs and barcodes, and the categories that they are in. */
import { checkDigit } from '@balcao/contracts/gtin.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import { barbecue } from './catalogue/barbecue.ts';
import { beef } from './catalogue/beef.ts';
import { curedAndDairy } from './catalogue/cured-and-dairy.ts';
import type { Department, Row } from './catalogue/department.ts';
import { groceries } from './catalogue/groceries.ts';
import { porkPoultryLamb } from './catalogue/pork-poultry-lamb.ts';
import { demoId } from './dice.ts';

export interface DemoCategory {
  id: string;
  code: string;
  name: string;
}

export interface DemoProduct {
  id: string;
  sku: string;
  name: string;
  categoryId: string;
  /** The department's, such as BOV. */
  department: string;
  unit: Unit;
  priceMinor: number;
  costMinor: number;
  /** What is weighed has one; what is packed has a barcode. */
  plu: string | null;
  barcode: string | null;
  shelfLifeDays: number;
  /** What a customer takes, in thousandths. */
  typicalMilli: number;
  /** How much it is asked for beside others of its department. */
  popularity: number;
}

export interface Goods {
  categories: DemoCategory[];
  products: DemoProduct[];
  /** Throws RangeError for a name that no product has. */
  named(name: string): DemoProduct;
}

const departments: readonly Department[] = [
  ...beef,
  ...porkPoultryLamb,
  ...curedAndDairy,
  ...barbecue,
  ...groceries,
];
/** Four digits, as the usual label has room for. */
const firstPlu = 1001;
/** Brazil's GS1 prefix and a company number of nobody. */
const barcodePrefix = '78900000';

export function demoGoods(seed: number): Goods {
  const categories = departments.map(({ code, name }) => ({
    id: demoId(seed, `category ${code}`),
    code,
    name,
  }));
  const rows = departments.flatMap((department) =>
    department.rows.map((row, index) => ({ department, row, index })),
  );
  const products = rows.map(({ department, row, index }, number) =>
    productOf(seed, { department, row, index, number }),
  );
  const byName = new Map(products.map((product) => [product.name, product]));
  return {
    categories,
    products,
    named(name) {
      const product = byName.get(name);
      if (product === undefined) throw new RangeError(`no product is called ${name}`);
      return product;
    },
  };
}

interface Place {
  department: Department;
  row: Row;
  /** Within its department. */
  index: number;
  /** Among all products. */
  number: number;
}

function productOf(seed: number, { department, row, index, number }: Place): DemoProduct {
  const { code, unit, shelfLifeDays } = department;
  const [name, priceMinor, costMinor, typical, popularity, ownShelfLifeDays] = row;
  const sku = `${code}-${String(index + 1).padStart(3, '0')}`;
  return {
    id: demoId(seed, `product ${sku}`),
    sku,
    name,
    categoryId: demoId(seed, `category ${code}`),
    department: code,
    unit,
    priceMinor,
    costMinor,
    plu: unit === 'kg' ? String(firstPlu + number) : null,
    barcode: unit === 'un' ? barcodeOf(number) : null,
    shelfLifeDays: ownShelfLifeDays ?? shelfLifeDays,
    typicalMilli: unit === 'kg' ? typical : typical * 1000,
    popularity,
  };
}

function barcodeOf(number: number): string {
  const digits = `${barcodePrefix}${String(1000 + number)}`;
  return `${digits}${checkDigit(digits)}`;
}

const keepsDays = 60;

/** What keeps for weeks is always on the shelf. */
export const isKept = ({ shelfLifeDays, popularity }: DemoProduct): boolean =>
  shelfLifeDays >= keepsDays && popularity > 0;
