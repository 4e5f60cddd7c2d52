/** Holds what the shop says of itself, by its public API, against what its tills remember. */
import assert from 'node:assert/strict';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { prefixes } from '../../services/contracts/prefixes.ts';
import { balanceOf, verifyBooks } from '../harness/audit.ts';
import { judgeSales, type Scarce } from './judge-sales.ts';
import { isFinal, kilogramMilli, type Method, type Sale, totalOf } from './sale.ts';

export interface Judged {
  sales: readonly Sale[];
  scarce: readonly Scarce[];
}

export interface Whole {
  /** Of all slices so far. */
  sales: Sale[];
  /** On hand before the first sale, by product. */
  stockedMilli: Map<string, number>;
  /** The messages that the shop's webhook has got, as they came. */
  letters: readonly string[];
}

/** Findings, in words. What takes its time gets it: each figure is as it should be within `withinMs`, or a finding. */
export async function auditStorm(
  admin: ApiClient,
  slice: Judged,
  whole: Whole,
  withinMs: number,
): Promise<string[]> {
  const finding = (check: () => Promise<void>) => findingOf(check, withinMs);
  const changed = await finding(() => readAgain(admin, slice.sales));
  const judged = judgeSales(slice.sales, slice.scarce);
  const figures = [
    () => assertStock(admin, whole),
    () => assertMoney(admin, whole),
    () => verifyBooks(admin),
    () => assertNothingParked(admin),
    () => assertTold(admin, slice, whole),
  ];
  const found = await Promise.all(figures.map((check) => finding(check)));
  return [...new Set([...changed, ...judged, ...found.flat()])];
}

async function findingOf(check: () => Promise<void>, withinMs: number): Promise<string[]> {
  try {
    await eventually(check, withinMs);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

const readAtOnce = 20;

/** An end that its till has seen stays; a till that gave up has its sale's end here. */
async function readAgain(admin: ApiClient, sales: readonly Sale[]): Promise<void> {
  for (let from = 0; from < sales.length; from += readAtOnce) {
    const some = sales.slice(from, from + readAtOnce);
    await Promise.all(some.map((sale) => readOne(admin, sale)));
  }
}

async function readOne(admin: ApiClient, sale: Sale): Promise<void> {
  const { status, body } = await admin.get(`/orders/${sale.id}`);
  assert.equal(
    status,
    200,
    `order ${sale.id} was ${sale.status ?? 'asked for'} and is gone: ${status}`,
  );
  if (isFinal(sale.status)) {
    assert.equal(
      body.status,
      sale.status,
      `order ${sale.id} was ${sale.status}, and is ${body.status}`,
    );
  } else {
    assert.ok(isFinal(body.status), `order ${sale.id} is not final: ${body.status}`);
    sale.status = body.status;
  }
}

const completed = ({ sales }: Whole) => sales.filter(({ status }) => status === 'completed');

async function assertStock(admin: ApiClient, whole: Whole): Promise<void> {
  for (const [productId, stockedMilli] of whole.stockedMilli) {
    const sold = completed(whole).filter(({ productIds }) => productIds.includes(productId)).length;
    const expected = stockedMilli - kilogramMilli * sold;
    const { body } = await admin.get(`/inventory/stock/${productId}`);
    assert.deepEqual(
      { onHand: body.onHandMilli, available: body.availableMilli },
      { onHand: expected, available: expected },
      `stock of ${productId}: ${body.onHandMilli} on hand and ${body.availableMilli} available, and it should be ${expected}`,
    );
  }
}

const accounts: [string, Method][] = [
  ['cash', 'cash'],
  ['pix', 'pix'],
  ['tabs', 'tab'],
];

async function assertMoney(admin: ApiClient, whole: Whole): Promise<void> {
  const sold = completed(whole);
  const sum = (sales: Sale[]) => sales.reduce((total, sale) => total + totalOf(sale), 0);
  const expected: [string, number][] = [
    ['sales_revenue', sum(sold)],
    ...accounts.map(([code, by]): [string, number] => [
      code,
      sum(sold.filter(({ method }) => method === by)),
    ]),
  ];
  for (const [code, amountMinor] of expected) {
    const balanceMinor = await balanceOf(admin, code);
    assert.equal(
      balanceMinor,
      amountMinor,
      `${code} is ${balanceMinor}, and the sales ${amountMinor}`,
    );
  }
}

async function assertNothingParked(admin: ApiClient): Promise<void> {
  for (const [service, [prefix]] of Object.entries(prefixes)) {
    const { status, body } = await admin.get(`/${prefix}/parked-messages`);
    assert.equal(status, 200, `parked messages of ${service}: ${status}`);
    const [first] = body.items;
    assert.equal(first, undefined, `${service} has parked ${first?.eventType}: ${first?.error}`);
  }
}

/** Of each scarce product that came below its minimum people are told, and its message arrives; a repeat is known as one. */
async function assertTold(admin: ApiClient, { scarce }: Judged, { letters }: Whole): Promise<void> {
  for (const { productId } of scarce) {
    const { body: stock } = await admin.get(`/inventory/stock/${productId}`);
    if (!stock.isLow) continue;
    const { body } = await admin.get('/notifications?event=stock.low&limit=100');
    const told = body.items.filter(({ subject }: { subject: string }) => subject === productId);
    assert.ok(told.length > 0, `nobody was told that ${productId} is low`);
    for (const { id } of told) {
      const named = letters.filter((letter) => letter.includes(id)).map(deliveryOf);
      const deliveries = new Set(named);
      assert.equal(
        deliveries.size,
        1,
        `the notification ${id} arrived under ${deliveries.size} names`,
      );
    }
  }
}

const deliveryOf = (letter: string): string => JSON.parse(letter).deliveryId;
