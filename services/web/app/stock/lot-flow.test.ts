/** Protects: the picture of a lot's way shows all that left it, and as much as left it. */
import assert from 'node:assert/strict';
import type { LotTrace } from '@balcao/contracts/api/traces.ts';
import { describe, it } from 'mocha';
import { lotFlow } from './lot-flow.ts';

const lot = (id: string, onHandMilli: number): LotTrace['lot'] => ({
  id,
  productId: 'p',
  productName: id,
  unit: 'kg',
  supplierId: 's',
  supplierName: 'Frigorífico',
  receiptId: null,
  parentId: null,
  lotCode: null,
  receivedOn: '2026-11-01',
  expiresOn: null,
  isExpired: false,
  receivedMilli: 10_000,
  costMinor: 0,
  onHandMilli,
  valueMinor: 0,
  version: 1,
});

const order = (orderId: string, soldMilli: number, returnedMilli = 0) => ({
  orderId,
  customerId: null,
  receipt: null,
  lotId: 'cut',
  productId: 'p',
  soldMilli,
  returnedMilli,
  occurredAt: '2026-11-02T10:00:00Z',
  businessDate: '2026-11-02',
});

const movement = (lotId: string, type: 'breakdown' | 'waste', quantityMilli: number) => ({
  lotId,
  movementId: 'm',
  type,
  reason: null,
  quantityMilli,
  costMinor: 0,
  occurredAt: null,
  businessDate: null,
});

const trace: LotTrace = {
  lot: lot('carcass', 0),
  supplier: null,
  receipt: null,
  ancestors: [],
  descendants: [lot('cut', 2_000)],
  movements: [
    movement('carcass', 'breakdown', -10_000),
    movement('cut', 'breakdown', 8_000),
    movement('cut', 'waste', -1_000),
  ],
  orders: [order('a', 3_000), order('a', 1_000), order('b', 2_000, 1_000)],
};

describe('the way of a lot', () => {
  it('shows where each lot went: cut up, sold less what came back, lost, and what is left', () => {
    const { lot: first, cuts } = lotFlow(trace);
    assert.deepEqual(first.exits, [{ kind: 'split', quantityMilli: 10_000, orderCount: 0 }]);
    assert.deepEqual(cuts[0]?.exits, [
      { kind: 'sold', quantityMilli: 5_000, orderCount: 2 },
      { kind: 'lost', quantityMilli: 1_000, orderCount: 0 },
      { kind: 'left', quantityMilli: 2_000, orderCount: 0 },
    ]);
  });

  it('begins with the first lot that it was cut from', () => {
    const ancestors = [lot('half', 0), lot('carcass', 0)];
    assert.deepEqual(
      lotFlow({ ...trace, ancestors }).ancestors.map(({ id }) => id),
      ['carcass', 'half'],
    );
  });
});
