/** Makes the goods that the flow sells: a category, products with free codes, and stock of known cost. */
import { randomInt } from 'node:crypto';
import { movement, stockLevel } from '@balcao/contracts/api/inventory.ts';
import {
  category,
  lookupResponse,
  type Product,
  product,
  productSettings,
} from '@balcao/contracts/api/product.ts';
import { order } from '@balcao/contracts/api/sales.ts';
import { addDays } from '@balcao/contracts/dates.ts';
import { checkDigit } from '@balcao/contracts/gtin.ts';
import { lineTotalMinor } from '@balcao/contracts/money.ts';
import { makeScaleLabel, type ScaleLayout } from '@balcao/contracts/scale-label.ts';
import type { Api } from './api.ts';
import type { Books } from './books.ts';
import { eventually } from './eventually.ts';
import { isRefusal, same, sameMilli, sameMinor } from './failure.ts';
import { quantity, reais } from './format.ts';
import type { Goods, Label, Leftovers, Person } from './shop.ts';

export async function makeCategory(api: Api, { suffix, leftovers }: Run) {
  const name = `Flow ${suffix}`;
  const made = await api.create('/categories', { name }, category);
  same('name of the category', made.name, name);
  const path = `/categories/${made.id}`;
  const undo = () => api.sendAway({ method: 'DELETE', path });
  leftovers.push({ name: 'category deleted', undo });
  return { figures: name, categoryId: made.id };
}

interface Run {
  suffix: string;
  leftovers: Leftovers;
}

/** The catalogue's costs, which no sale uses: goods cost what their lots did. */
const meat = { unit: 'kg', priceMinor: 3990, costMinor: 3000 } as const;
const box = { unit: 'un', priceMinor: 1250, costMinor: 400 } as const;

const carcass = { unit: 'kg', priceMinor: 2500, costMinor: 1800 } as const;
const prime = { unit: 'kg', priceMinor: 6990, costMinor: 2250 } as const;
const second = { unit: 'kg', priceMinor: 2990, costMinor: 2250 } as const;

type Fields = Pick<Product, 'unit' | 'priceMinor'> & { costMinor: number };

/** All that the flow moves. */
export function allGoods({ meat, box, carcass, prime, second }: Goods): Product[] {
  return [meat, box, carcass, prime, second];
}

/** Products by weight and one by the piece, under codes that nobody has. */
export async function makeProducts(api: Api, categoryId: string, { suffix, leftovers }: Run) {
  const { scaleLayout: layout } = await api.get('/products/settings', productSettings);
  const make = async (name: string, fields: Fields, barcode: string | null = null) => {
    const about = { sku: `FLOW-${name}-${suffix}`, name: `Flow ${name} ${suffix}`, categoryId };
    const made = await makeWithFreePlu(api, { ...about, ...fields, barcode }, layout);
    sameMinor(`price of ${made.name}`, made.priceMinor, fields.priceMinor);
    const undo = () => api.sendAway({ method: 'DELETE', path: `/products/${made.id}` });
    leftovers.push({ name: `${name} archived`, undo });
    return made;
  };
  const barcode = newBarcode();
  const goods = {
    layout,
    meat: await make('meat', meat),
    box: await make('box', box, barcode),
    carcass: await make('carcass', carcass),
    prime: await make('prime', prime),
    second: await make('second', second),
  };
  const figures = `meat PLU ${goods.meat.plu} at ${reais(meat.priceMinor)}/kg, box EAN ${barcode} at ${reais(box.priceMinor)}`;
  const withCodes = { ...goods, box: { ...goods.box, barcode } };
  return { figures, goods: { ...withCodes, label: printLabel(withCodes) } satisfies Goods };
}

const pluAttempts = 50;

async function makeWithFreePlu(
  api: Api,
  request: object,
  layout: ScaleLayout,
): Promise<Product & { plu: string }> {
  const digits = Math.min(layout.lastIndexOf('C'), 5);
  for (let attempt = 1; ; attempt += 1) {
    const plu = String(randomInt(1, 10 ** digits));
    try {
      const made = await api.create('/products', { ...request, plu }, product);
      same('PLU of the product', made.plu, plu);
      return { ...made, plu };
    } catch (error) {
      if (!isRefusal(error, 'already_exists') || attempt === pluAttempts) throw error;
    }
  }
}

/** An EAN-13 of the prefix 04, which GS1 keeps for use within a company: no maker's product has it. */
function newBarcode(): string {
  const digits = `04${String(randomInt(10 ** 10)).padStart(10, '0')}`;
  return `${digits}${checkDigit(digits)}`;
}

/** 1.347 kg of meat for R$ 53.75, as the shop's scales print it; 3 boxes where they count pieces. */
function printLabel({ layout, meat, box }: Omit<Goods, 'label'>): Label {
  const isCounted = layout.endsWith('Q');
  const { id: productId, plu, priceMinor } = isCounted ? box : meat;
  const quantityMilli = isCounted ? 3000 : 1347;
  const totalMinor = lineTotalMinor(priceMinor, quantityMilli);
  const printed =
    { T: totalMinor, P: quantityMilli, Q: quantityMilli / 1000 }[layout.slice(-1)] ?? 0;
  return { code: makeScaleLabel(layout, plu, printed), productId, quantityMilli, totalMinor };
}

const knownWithinMs = 10_000;

/** Sales and inventory hear of a product by events: waits until both know them. */
export async function waitUntilKnown({ seller, stockist, goods }: Workers) {
  const startedAt = Date.now();
  const products = allGoods(goods);
  for (const { id, name } of products) {
    const path = `/inventory/stock/${id}`;
    const level = await eventually(knownWithinMs, () => stockist.api.get(path, stockLevel));
    sameMilli(`stock of ${name}`, level.onHandMilli, 0);
  }
  const lines = products.map(({ id }) => ({ productId: id, quantityMilli: 1000 }));
  const cart = await eventually(knownWithinMs, () =>
    seller.api.create('/orders', { lines, place: false }, order),
  );
  same('status of the cart', cart.status, 'open');
  const { status } = await seller.api.act(`/orders/${cart.id}/cancel`, {}, order);
  same('status of the cart', status, 'cancelled');
  return { figures: `inventory and sales know all after ${Date.now() - startedAt} ms` };
}

interface Workers {
  seller: Person;
  stockist: Person;
  goods: Goods;
}

/** Two lots of each at different costs; of the meat the second is to be sold first. */
export async function receiveGoods({ stockist, goods, books }: Workers & { books: Books }) {
  const receipts = [
    { of: goods.meat, quantityMilli: 10_000, unitCostMinor: 2000, expiresOn: inDays(30) },
    { of: goods.meat, quantityMilli: 10_000, unitCostMinor: 4000, expiresOn: inDays(10) },
    { of: goods.box, quantityMilli: 24_000, unitCostMinor: 300 },
    { of: goods.box, quantityMilli: 12_000, unitCostMinor: 600 },
  ];
  for (const { of, ...bought } of receipts) {
    const { quantityMilli, unitCostMinor } = bought;
    books.buy(of.id, bought);
    const body = { type: 'purchase', productId: of.id, ...bought };
    const made = await stockist.api.create('/inventory/movements', body, movement);
    sameMinor(
      `cost of received ${of.name}`,
      made.costMinor,
      lineTotalMinor(unitCostMinor, quantityMilli),
    );
    sameMilli(`stock of ${of.name}`, made.onHandMilli, books.shelf(of.id).onHandMilli);
  }
  const texts = [goods.meat, goods.box].map(({ id, unit }) => {
    const { onHandMilli, valueMinor } = books.shelf(id);
    return `${quantity(onHandMilli, unit)} for ${reais(valueMinor)}`;
  });
  return { figures: texts.join(', ') };
}

function inDays(days: number): string {
  return addDays(new Date().toISOString().slice(0, 10), days);
}

/** The counter's question: what is this code, and what does it cost? */
export async function lookUpCodes({ seller, goods }: Workers) {
  const { meat, box, label } = goods;
  const questions = [
    { kind: 'label', ...label },
    {
      code: box.barcode,
      kind: 'barcode',
      productId: box.id,
      quantityMilli: 1000,
      totalMinor: box.priceMinor,
    },
    {
      code: meat.plu,
      kind: 'plu',
      productId: meat.id,
      quantityMilli: 1000,
      totalMinor: meat.priceMinor,
    },
  ];
  for (const { code, kind, productId, quantityMilli, totalMinor } of questions) {
    const found = await seller.api.get(`/products/lookup?code=${code}`, lookupResponse);
    same(`kind of ${code}`, found.kind, kind);
    same(`product of ${code}`, found.product.id, productId);
    sameMilli(`quantity of ${code}`, found.quantityMilli, quantityMilli);
    sameMinor(`total of ${code}`, found.totalMinor, totalMinor);
    same(`${code} has a stale price`, found.isPriceStale, false);
  }
  const wrong = `${label.code.slice(0, 12)}${(Number(label.code.slice(12)) + 1) % 10}`;
  const path = `/products/lookup?code=${wrong}`;
  await seller.api.refused({ method: 'GET', path }, 'unreadable_code');
  return {
    figures: `label ${label.code} ${reais(label.totalMinor)}, EAN, PLU; a wrong check digit is refused`,
  };
}
