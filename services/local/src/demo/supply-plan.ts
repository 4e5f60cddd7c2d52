/** What the demo's shop orders and breaks down: enough for what it will sell until the supplier comes again. */
import { addDays } from '@balcao/contracts/dates.ts';
import { weekdayOf } from '@balcao/contracts/shop-clock.ts';
import type { DemoCarcass } from './carcasses.ts';
import type { PlannedBreakdown, PlannedReceipt, PlannedWaste } from './day-plan.ts';
import { createDice, type Dice, demoId } from './dice.ts';
import { type DemoProduct, type Goods, isKept } from './goods.ts';
import type { DemoSupplier } from './people.ts';
import type { ShelfBook } from './shelf.ts';

export interface Supply {
  seed: number;
  goods: Goods;
  suppliers: readonly DemoSupplier[];
  carcasses: readonly DemoCarcass[];
  instantOf: (date: string, seconds: number) => Date;
  shelf: ShelfBook;
  /** What leaves the shelf on a day, in thousandths. */
  wantedOn: (productId: string, date: string) => number;
  firstDay: string;
}

export interface Morning {
  receipts: PlannedReceipt[];
  breakdowns: PlannedBreakdown[];
}

const hour = 3600;

/** What may not be sold any more is thrown away before the shop opens. */
export function throwAway(date: string, { seed, goods, instantOf, shelf }: Supply): PlannedWaste[] {
  const byId = new Map(goods.products.map((product) => [product.id, product]));
  const at = instantOf(date, 6.5 * hour);
  return [...shelf.expire(date)].flatMap(([productId, quantityMilli]) => {
    const product = byId.get(productId);
    if (product === undefined) return [];
    const id = demoId(seed, `expired ${date} ${product.sku}`, at);
    return [{ id, at, product, quantityMilli, reason: 'expiry' as const }];
  });
}

/** Suppliers whose day it is bring what is missing; whole carcasses are broken down before the shop opens. */
export function planMorning(date: string, supply: Supply): Morning {
  const { suppliers, firstDay } = supply;
  const isDue = ({ weekdays }: DemoSupplier) =>
    date === firstDay || weekdays.includes(weekdayOf(date));
  const mornings = suppliers.filter(isDue).map((supplier) => deliver(date, supplier, supply));
  return {
    receipts: mornings.flatMap(({ receipts }) => receipts),
    breakdowns: mornings.flatMap(({ breakdowns }) => breakdowns),
  };
}

interface Delivery {
  date: string;
  at: Date;
  supplier: DemoSupplier;
  /** From this delivery until the next one. */
  days: string[];
  dice: Dice;
}

function deliver(date: string, supplier: DemoSupplier, supply: Supply): Morning {
  const { seed, instantOf, goods, carcasses } = supply;
  const at = instantOf(date, 7 * hour);
  const dice = createDice(seed, `delivery ${date} ${supplier.name}`);
  const delivery = { date, at, supplier, days: daysUntilNext(date, supplier), dice };
  const receipt: PlannedReceipt = {
    id: demoId(seed, `receipt ${date} ${supplier.name}`, at),
    at,
    supplierId: supplier.id,
    document: `NF ${dice.whole(10_000, 99_999)}`,
    lines: [],
  };
  const add = (product: DemoProduct, quantityMilli: number) =>
    receipt.lines.push(receiptLine(product, quantityMilli, { seed, ...delivery }));
  const breakdowns = carcasses
    .filter((carcass) => carcass.supplier === supplier.name)
    .flatMap((carcass) => breakDown(carcass, { delivery, supply, add }));
  for (const product of goods.products) {
    if (!supplier.departments.includes(product.department)) continue;
    const quantityMilli = orderQuantity(product, delivery, supply);
    if (quantityMilli === 0) continue;
    add(product, quantityMilli);
    supply.shelf.put(product.id, addDays(date, product.shelfLifeDays), quantityMilli);
  }
  return { receipts: receipt.lines.length === 0 ? [] : [receipt], breakdowns };
}

function daysUntilNext(date: string, { weekdays }: DemoSupplier): string[] {
  const days = [date];
  for (let next = addDays(date, 1); !weekdays.includes(weekdayOf(next)); next = addDays(next, 1)) {
    days.push(next);
  }
  return days;
}

function receiptLine(
  product: DemoProduct,
  quantityMilli: number,
  { seed, date, at, dice }: Delivery & { seed: number },
): PlannedReceipt['lines'][number] {
  return {
    id: demoId(seed, `lot ${date} ${product.sku}`, at),
    product,
    quantityMilli,
    unitCostMinor: Math.round(dice.around(product.costMinor, 0.05)),
    expiresOn: addDays(date, product.shelfLifeDays),
    lotCode: `${date.slice(2).replaceAll('-', '')}-${dice.whole(100, 999)}`,
  };
}

const caseMilli = 6_000;
const weighedStepMilli = 500;

/** What will be missing until the next delivery and a little more, in whole cases or half kilograms. */
function orderQuantity(product: DemoProduct, { days, dice }: Delivery, supply: Supply): number {
  const { shelf, wantedOn } = supply;
  const reserve = 1 + dice.next() * 0.08;
  const wanted = days.map((date) => ({ date, milli: wantedOn(product.id, date) }));
  const missing = shelf.missing(product.id, wanted) * reserve;
  const showMilli = isKept(product) ? product.typicalMilli * 2 : 0;
  const needed = Math.max(missing, showMilli - shelf.onHand(product.id));
  if (needed <= 0) return 0;
  const stepMilli = product.unit === 'un' ? caseMilli : weighedStepMilli;
  return Math.ceil(needed / stepMilli) * stepMilli;
}

interface Butchery {
  delivery: Delivery;
  supply: Supply;
  add: (product: DemoProduct, quantityMilli: number) => void;
}

/** As many carcasses as most of their cuts are wanted from; the rest of each cut comes in boxes. */
function breakDown(carcass: DemoCarcass, { delivery, supply, add }: Butchery): PlannedBreakdown[] {
  const { seed, instantOf, shelf } = supply;
  const { date, dice } = delivery;
  const { input } = carcass;
  const pieces = piecesFor(carcass, delivery, supply);
  if (pieces === 0) return [];
  const quantityMilli = Math.round((dice.around(carcass.weightMilli, 0.08) * pieces) / 20) * 20;
  add(input, quantityMilli);
  const outputs = carcass.cuts.map(({ product, basisPoints }) => {
    const expected = (quantityMilli * basisPoints) / 10_000;
    const expiresOn = addDays(date, product.shelfLifeDays);
    return { product, quantityMilli: Math.round(dice.around(expected, 0.06) / 5) * 5, expiresOn };
  });
  for (const { product, quantityMilli: milli, expiresOn } of outputs) {
    shelf.put(product.id, expiresOn, milli);
  }
  const usedMilli = outputs.reduce((total, output) => total + output.quantityMilli, 0);
  const at = instantOf(date, 7.5 * hour);
  return [
    {
      id: demoId(seed, `breakdown ${date} ${input.sku}`, at),
      at,
      templateId: carcass.id,
      inputLotId: demoId(seed, `lot ${date} ${input.sku}`, delivery.at),
      input,
      quantityMilli,
      outputs,
      lossMilli: quantityMilli - usedMilli,
    },
  ];
}

/** The share of a carcass, by weight, that may be more than is wanted at once. */
const surplusShare = 0.33;

/** What a carcass gives keeps for a week. */
const cutsLastDays = 7;

function piecesFor(carcass: DemoCarcass, { date }: Delivery, { shelf, wantedOn }: Supply) {
  const days = Array.from({ length: cutsLastDays }, (_none, index) => addDays(date, index));
  const needs = carcass.cuts
    .map(({ product: { id }, basisPoints }) => {
      const wanted = days.map((date) => ({ date, milli: wantedOn(id, date) }));
      const fromOneMilli = (carcass.weightMilli * basisPoints) / 10_000;
      return { basisPoints, pieces: shelf.missing(id, wanted) / fromOneMilli };
    })
    .sort((a, b) => a.pieces - b.pieces);
  const wholeBasisPoints = needs.reduce((total, { basisPoints }) => total + basisPoints, 0);
  let passedBasisPoints = 0;
  for (const { basisPoints, pieces } of needs) {
    passedBasisPoints += basisPoints;
    if (passedBasisPoints > surplusShare * wholeBasisPoints) return Math.round(pieces);
  }
  return 0;
}
