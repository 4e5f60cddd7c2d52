/** Protects: the demo is the same every time, and a shop that could be real: nothing sold that was not bought. */
import assert from 'node:assert/strict';
import { isGtin, isScaleCode } from '@balcao/contracts/gtin.ts';
import { isQuantityOfUnit } from '@balcao/contracts/is-quantity-of-unit.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import { plu } from '@balcao/contracts/plu.ts';
import { weekdayOf } from '@balcao/contracts/shop-clock.ts';
import { priceCode, readCode } from '@balcao/contracts/sold-code.ts';
import type { DayPlan } from './day-plan.ts';
import { planDemo } from './plan.ts';

const options = {
  seed: 7,
  lastDay: '2026-11-24',
  days: 60,
  timeZone: 'America/Sao_Paulo',
  layout: '2CCCC0TTTTTT',
  salesPerDay: 40,
} as const;

describe("the demo's plan", () => {
  const plan = planDemo(options);
  const sales = plan.days.flatMap((day) => day.sales);
  const salesOn = (weekday: number) =>
    plan.days.filter(({ date }) => weekdayOf(date) === weekday).map((day) => day.sales.length);
  const mean = (counts: number[]) => counts.reduce((a, b) => a + b, 0) / counts.length;

  it('is the same for the same seed and day, and another for another seed', () => {
    const text = (seed: number) => JSON.stringify(planDemo({ ...options, seed, days: 9 }));
    assert.equal(text(7), text(7));
    assert.notEqual(text(7), text(8));
  });

  it('has at least 200 products with codes that scanners and scales take, and a margin', () => {
    const { products } = plan.goods;
    assert.ok(products.length >= 200, String(products.length));
    for (const key of ['id', 'sku', 'name'] as const) {
      assert.equal(new Set(products.map((product) => product[key])).size, products.length, key);
    }
    for (const { name, unit, barcode, plu: code, priceMinor, costMinor } of products) {
      assert.ok(priceMinor > costMinor * 1.15, `${name} earns nothing`);
      if (unit === 'kg') assert.ok(code !== null && plu.safeParse(code).success, name);
      else assert.ok(barcode !== null && isGtin(barcode) && !isScaleCode(barcode), name);
    }
  });

  it('is busiest on Saturdays, closed on Mondays, and has its peaks before lunch and after work', () => {
    assert.equal(mean(salesOn(1)), 0);
    assert.ok(mean(salesOn(6)) > 1.4 * mean(salesOn(5)));
    assert.ok(mean(salesOn(5)) > 1.2 * mean(salesOn(2)));
    const weekdays = sales.filter(({ at }) => at.getUTCDay() >= 2 && at.getUTCDay() <= 4);
    const within = (from: number, to: number) =>
      weekdays.filter(({ at }) => at.getUTCHours() - 3 >= from && at.getUTCHours() - 3 < to).length;
    assert.ok(within(9, 12) / 3 > 2 * (within(13, 16) / 3));
    assert.ok(within(17, 19) / 2 > 2 * (within(13, 16) / 3));
    const sunday = sales.filter(({ at }) => at.getUTCDay() === 0);
    assert.ok(sunday.every(({ at }) => at.getUTCHours() - 3 < 13));
  });

  it('sells everything that is for sale, in quantities and at totals that the counter agrees with', () => {
    const sold = new Set(sales.flatMap(({ lines }) => lines.map(({ product }) => product.name)));
    const unsold = plan.goods.products.filter(
      ({ name, popularity }) => popularity > 0 && !sold.has(name),
    );
    assert.deepEqual(unsold, []);
    let labels = 0;
    for (const { product, quantityMilli, code, totalMinor } of sales.flatMap((s) => s.lines)) {
      assert.ok(quantityMilli >= 100 && isQuantityOfUnit(quantityMilli, product.unit));
      if (code === null) continue;
      if (code.isLabel) labels += 1;
      const read = readCode(code.text, options.layout);
      const priced = priceCode(read, product, code.isLabel ? undefined : quantityMilli);
      assert.equal(priced.kind, 'priced', product.name);
      assert.ok(priced.kind === 'priced' && priced.totalMinor >= totalMinor, product.name);
    }
    assert.ok(labels > 100, String(labels));
  });

  it('is paid in every way, to the centavo', () => {
    const methods = new Set(sales.flatMap(({ payments }) => payments.map(({ method }) => method)));
    assert.deepEqual([...methods].sort(), ['cash', 'credit', 'debit', 'pix', 'tab']);
    for (const { totalMinor, discountMinor, lines, payments } of sales) {
      const paidMinor = sumMinor(payments.map(({ amountMinor }) => amountMinor));
      const linesMinor = sumMinor(lines.map((line) => line.totalMinor));
      assert.deepEqual([paidMinor, linesMinor - discountMinor], [totalMinor, totalMinor]);
    }
  });

  it('buys and cuts what it sells: nothing is ever missing, and little is thrown away', () => {
    const levels = new Map<string, number>();
    for (const day of plan.days) {
      for (const [productId, milli] of changesOf(day)) {
        const levelMilli = (levels.get(productId) ?? 0) + milli;
        assert.ok(levelMilli >= 0, `${productId} on ${day.date}: ${levelMilli}`);
        levels.set(productId, levelMilli);
      }
    }
    const boughtMinor = worthOf(plan.days.flatMap((d) => d.receipts.flatMap(({ lines }) => lines)));
    const expiredMinor = worthOf(plan.days.flatMap(({ expired }) => expired));
    assert.ok(expiredMinor < 0.04 * boughtMinor, `${expiredMinor} of ${boughtMinor}`);
  });

  it('breaks carcasses down twice a week, to the gram, near what the template expects', () => {
    const breakdowns = plan.days.flatMap((day) => day.breakdowns);
    const days = plan.days.filter((day) => day.breakdowns.length > 0);
    assert.ok(days.length >= 15, String(days.length));
    assert.equal(new Set(breakdowns.map(({ input }) => input.name)).size, plan.carcasses.length);
    for (const { quantityMilli, outputs, lossMilli } of breakdowns) {
      const cutMilli = outputs.reduce((total, cut) => total + cut.quantityMilli, 0);
      assert.equal(cutMilli + lossMilli, quantityMilli);
      assert.ok(lossMilli > 0);
    }
  });

  it('lets nobody owe more than the limit', () => {
    const owed = new Map<string, number>();
    const limits = new Map(plan.customers.map(({ id, tabLimitMinor }) => [id, tabLimitMinor]));
    const add = (id: string, minor: number) => owed.set(id, (owed.get(id) ?? 0) + minor);
    for (const { sales: sold, tabPayments, refunds } of plan.days) {
      for (const { customerId, totalMinor } of sold) {
        if (customerId !== null) add(customerId, totalMinor);
      }
      for (const { customerId, amountMinor } of tabPayments) add(customerId, -amountMinor);
      for (const { sale, amountMinor } of refunds) {
        if (sale.customerId !== null) add(sale.customerId, -amountMinor);
      }
      for (const [id, minor] of owed) assert.ok(minor >= 0 && minor <= (limits.get(id) ?? 0));
    }
    assert.ok([...owed.values()].filter((minor) => minor > 0).length >= 5);
  });

  it('takes back a little, a part or all of a line, to the shelf or lost', () => {
    const refunds = plan.days.flatMap((day) => day.refunds);
    assert.ok(refunds.length >= 5 && refunds.length < 0.03 * sales.length, String(refunds.length));
    for (const { sale, position, quantityMilli, amountMinor } of refunds) {
      const line = sale.lines[position];
      assert.ok(line !== undefined && quantityMilli <= line.quantityMilli);
      assert.ok(amountMinor > 0 && amountMinor <= line.totalMinor);
    }
    assert.equal(new Set(refunds.map(({ disposition }) => disposition)).size, 2);
  });

  it('counts drawers that are mostly right, and carries money out of full ones', () => {
    const tills = plan.days.flatMap((day) => day.tills);
    const right = tills.filter(({ expectedMinor, countedMinor }) => expectedMinor === countedMinor);
    assert.ok(right.length > tills.length / 2 && right.length < tills.length);
    assert.ok(tills.every((till) => Math.abs(till.countedMinor - till.expectedMinor) <= 1000));
    assert.ok(tills.some(({ movements }) => movements.length > 0));
  });
});

interface Part {
  product: { id: string; costMinor: number };
  quantityMilli: number;
}

/** In the order of the day: first what is thrown away and what comes, then what is sold. */
function changesOf(day: DayPlan): [string, number][] {
  const out = ({ product, quantityMilli }: Part): [string, number] => [product.id, -quantityMilli];
  const into = ({ product, quantityMilli }: Part): [string, number] => [product.id, quantityMilli];
  return [
    ...day.expired.map(out),
    ...day.receipts.flatMap(({ lines }) => lines.map(into)),
    ...day.breakdowns.flatMap((breakdown) => [
      out({ ...breakdown, product: breakdown.input }),
      ...breakdown.outputs.map(into),
    ]),
    ...day.sales.flatMap(({ lines }) => lines.map(out)),
    ...day.wastes.map(out),
    ...day.refunds.flatMap(({ sale, position, quantityMilli, disposition }) => {
      const product = sale.lines[position]?.product;
      return product === undefined || disposition === 'waste'
        ? []
        : [into({ product, quantityMilli })];
    }),
  ];
}

function worthOf(parts: readonly Part[]): number {
  return parts.reduce(
    (total, { product, quantityMilli }) => total + (product.costMinor * quantityMilli) / 1000,
    0,
  );
}
