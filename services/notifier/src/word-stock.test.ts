/** Protects: nothing wrong is said of a product that the catalogue has not told of. */
import assert from 'node:assert/strict';
import { wordStockExpiring, wordStockLow } from './word-stock.ts';

const productId = '019ac0fe-0000-7000-8000-00000000000b';

describe('a word on stock', () => {
  it('names a product by its id and gives no unit where neither is known', () => {
    const low = wordStockLow({ productId, onHandMilli: 1_500, minimumMilli: 2_000 }, undefined);
    assert.deepEqual(low.title, {
      pt: `Estoque baixo: produto ${productId}`,
      en: `Low stock: product ${productId}`,
    });
    assert.deepEqual(low.body, {
      pt: 'Restam 1,5; o mínimo é 2.',
      en: '1.5 left; the minimum is 2.',
    });
    const facts = { productId, lotId: productId, quantityMilli: 1_500, daysLeft: 2 };
    const expiring = wordStockExpiring({ ...facts, expiresOn: '2026-11-28' }, undefined);
    assert.equal(expiring.body.pt, '1,5, validade 28/11/2026.');
  });
});
