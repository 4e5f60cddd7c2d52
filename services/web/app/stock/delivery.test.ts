/** Protects: a delivery is sent whole or not at all, and costs on the screen what it will cost in the books. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type DeliveryLine, deliveryCostMinor, receiptOf } from './delivery.ts';

const line = (changes: Partial<DeliveryLine> = {}): DeliveryLine => ({
  id: 'line',
  product: { id: 'product', name: 'Picanha', unit: 'kg' },
  quantityMilli: 1_347,
  unitCostMinor: 3_990,
  lotCode: ' A1 ',
  expiresOn: '',
  ...changes,
});
const delivery = { supplierId: '', document: '', receivedOn: '' };

describe('a delivery', () => {
  it('costs the sum of its lines, each rounded once', () => {
    assert.equal(deliveryCostMinor([line(), line()]), 2 * 5_375);
    assert.equal(deliveryCostMinor([line(), line({ unitCostMinor: null })]), 5_375);
  });

  it('is sent with what was typed, and leaves out what was not', () => {
    assert.deepEqual(receiptOf({ ...delivery, lines: [line()] }), {
      supplierId: undefined,
      document: undefined,
      receivedOn: undefined,
      lines: [
        {
          id: 'line',
          productId: 'product',
          quantityMilli: 1_347,
          unitCostMinor: 3_990,
          lotCode: 'A1',
          expiresOn: undefined,
        },
      ],
    });
  });

  it('is not sent without lines, nor with one that is not complete', () => {
    assert.equal(receiptOf({ ...delivery, lines: [] }), null);
    assert.equal(receiptOf({ ...delivery, lines: [line(), line({ quantityMilli: null })] }), null);
  });
});
