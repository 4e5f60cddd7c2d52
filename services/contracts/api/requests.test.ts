/** Protects: each request's rules of form, and that unknown fields are refused everywhere. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { z } from 'zod';
import { registerRequest } from './auth.ts';
import { createEntryRequest, dailyRangeQuery } from './finance.ts';
import { createMovementRequest } from './inventory.ts';
import { createPaymentRequest } from './payment.ts';
import { createProductRequest, updateProductRequest } from './product.ts';
import { createOrderRequest } from './sales.ts';

const id = '019ac0fe-0000-7000-8000-00000000000a';

/** The paths at which a value is refused; none when it is accepted. */
const faults = (schema: z.ZodType, value: unknown): string[] => {
  const result = schema.safeParse(value);
  return result.success ? [] : result.error.issues.map((issue) => issue.path.join('.'));
};

describe('requests', () => {
  it('registers with a password of 10 to 200 characters, in one Unicode form and untrimmed', () => {
    const person = { email: 'Ana@Loja.br', name: 'Ana', password: ' cafe\u0301 com leite ' };
    assert.equal(registerRequest.parse(person).password, ' caf\u00e9 com leite ');
    assert.deepEqual(faults(registerRequest, { ...person, password: 'short' }), ['password']);
    assert.deepEqual(faults(registerRequest, { ...person, password: 'x'.repeat(201) }), [
      'password',
    ]);
    assert.deepEqual(
      faults(registerRequest, { ...person, password: 'x'.repeat(10).concat('\0') }),
      ['password'],
    );
    assert.deepEqual(faults(registerRequest, { ...person, role: 'admin' }), ['']);
  });

  it('fills in a product’s empty fields, but asks for `active` when it is replaced', () => {
    const product = { sku: 'PIC', name: 'Picanha', unit: 'kg', priceMinor: 3990, plu: '01234' };
    const read = createProductRequest.parse(product);
    assert.deepEqual([read.plu, read.barcode, read.active], ['1234', null, true]);
    assert.deepEqual(faults(updateProductRequest, product), ['active']);
    assert.deepEqual(faults(createProductRequest, { ...product, unit: 'g' }), ['unit']);
  });

  it('asks each movement by hand for its own facts', () => {
    const movement = { productId: id, quantityMilli: 1000 };
    const wrong = (extra: object) => faults(createMovementRequest, { ...movement, ...extra });
    assert.deepEqual(wrong({ type: 'purchase', unitCostMinor: 2500 }), []);
    assert.deepEqual(wrong({ type: 'purchase' }), ['unitCostMinor']);
    assert.deepEqual(wrong({ type: 'waste' }), ['reason']);
    assert.deepEqual(wrong({ type: 'waste', reason: 'trim', quantityMilli: -1 }), [
      'quantityMilli',
    ]);
    assert.deepEqual(wrong({ type: 'adjustment', reason: 'count', quantityMilli: -1 }), []);
    assert.deepEqual(wrong({ type: 'sale' }), ['type']);
  });

  it('takes an order’s lines by product or by code, 1 to 200, and names the faulty field', () => {
    const byProduct = { productId: id, quantityMilli: 1347 };
    const wrong = (lines: object[]) => faults(createOrderRequest, { lines });
    assert.deepEqual(wrong([byProduct, { code: '2123400053754' }]), []);
    assert.deepEqual(wrong([{ ...byProduct, quantityMilli: 0 }]), ['lines.0.quantityMilli']);
    assert.deepEqual(wrong([{ ...byProduct, code: '1234' }]), ['lines.0']);
    assert.deepEqual(wrong([]), ['lines']);
    assert.deepEqual(wrong(Array.from({ length: 201 }, () => byProduct)), ['lines']);
  });

  it('takes a tender for cash only and a card’s token for cards only', () => {
    const payment = { orderId: id, amountMinor: 5375 };
    const wrong = (extra: object) => faults(createPaymentRequest, { ...payment, ...extra });
    assert.deepEqual(wrong({ method: 'cash', tenderedMinor: 6000 }), []);
    assert.deepEqual(wrong({ method: 'credit', cardToken: 'tok_approve' }), []);
    assert.deepEqual(wrong({ method: 'pix', tenderedMinor: 6000 }), ['']);
    assert.deepEqual(wrong({ method: 'tab' }), ['method'], 'a tab is named with the order');
    assert.deepEqual(wrong({ method: 'pix', amountMinor: 0 }), ['amountMinor']);
  });

  it('keeps an open order unpaid', () => {
    const order = {
      lines: [{ productId: id, quantityMilli: 1 }],
      payments: [{ method: 'cash', amountMinor: 1 }],
      place: false,
    };
    assert.deepEqual(faults(createOrderRequest, order), ['payments']);
  });

  it('bounds entries and ranges of days', () => {
    const entry = { type: 'credit', amountMinor: 100, date: '2026-11-22', description: 'Venda' };
    assert.equal(createEntryRequest.parse(entry).account, 'cash');
    assert.deepEqual(faults(createEntryRequest, { ...entry, amountMinor: 1e12 + 1 }), [
      'amountMinor',
    ]);
    assert.deepEqual(faults(createEntryRequest, { ...entry, date: '2026-02-30' }).length > 0, true);
    assert.deepEqual(faults(dailyRangeQuery, { from: '2028-01-01', to: '2028-12-31' }), []);
    assert.deepEqual(faults(dailyRangeQuery, { from: '2026-01-01', to: '2027-01-02' }), ['to']);
    assert.deepEqual(faults(dailyRangeQuery, { from: '2026-01-02', to: '2026-01-01' }), ['to']);
  });
});
