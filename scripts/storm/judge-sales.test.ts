/** Protects: the judge of a storm's sales finds each wrong that it is there for, and nothing in a shop that did right. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { judgeSales } from './judge-sales.ts';
import type { Sale } from './sale.ts';

const saleOf = (id: string, changes: Partial<Sale> = {}): Sale => ({
  id,
  productIds: ['picanha'],
  method: 'cash',
  askedAtMs: 0,
  endedAtMs: 10,
  answers: ['{}'],
  isPixPaid: false,
  status: 'completed',
  ...changes,
});

const twoKilograms = [{ productId: 'picanha', stockedMilli: 2_000 }];

describe('the judge of sales in a storm', () => {
  it('finds nothing where two of three got the last two kilograms', () => {
    const sales = [saleOf('a'), saleOf('b'), saleOf('c', { status: 'rejected' })];
    assert.deepEqual(judgeSales(sales, twoKilograms), []);
  });

  it('finds nothing where one was rejected while another held goods that it gave back', () => {
    const sales = [
      saleOf('a', { endedAtMs: 5 }),
      saleOf('b', { status: 'cancelled', askedAtMs: 1, endedAtMs: 40 }),
      saleOf('c', { status: 'rejected', askedAtMs: 20, endedAtMs: 30 }),
    ];
    assert.deepEqual(judgeSales(sales, twoKilograms), []);
  });

  const wrongs: [string, Sale[], RegExp][] = [
    ['an order that is gone', [saleOf('a', { status: undefined })], /a was answered and is gone/],
    ['one that nobody answered', [saleOf('a', { answers: [] })], /a was never answered/],
    ['one without an end', [saleOf('a', { status: 'awaiting_payment' })], /a is not final/],
    [
      'two answers to one key',
      [saleOf('a', { answers: ['1', '2'] })],
      /a was answered in two ways/,
    ],
    [
      'a PIX that was paid for nothing',
      [saleOf('a', { method: 'pix', isPixPaid: true, status: 'cancelled' })],
      /PIX of order a was paid, and it is cancelled/,
    ],
    [
      'more sold than there was',
      [saleOf('a'), saleOf('b'), saleOf('c')],
      /there were 2000, and 3000/,
    ],
    [
      'a rejection though there was enough',
      [saleOf('a'), saleOf('b', { status: 'rejected' })],
      /b was rejected though there was enough/,
    ],
    [
      'a rejection for goods that were given back before',
      [
        saleOf('a'),
        saleOf('b', { status: 'cancelled', endedAtMs: 15 }),
        saleOf('c', { status: 'rejected', askedAtMs: 20, endedAtMs: 30 }),
      ],
      /c was rejected though there was enough/,
    ],
  ];
  for (const [what, sales, found] of wrongs) {
    it(`finds ${what}`, () => {
      const findings = judgeSales(sales, twoKilograms);
      assert.equal(findings.length, 1, findings.join('\n'));
      assert.match(findings[0] ?? '', found);
    });
  }
});
