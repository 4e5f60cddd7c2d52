/** A shop on one day, with its lots at hand: what the tests of lots begin with. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ApiClient, ApiResponse } from '@balcao/kit/testing/api-client.ts';
import { completed, openShop, type Shop } from './shop.ts';

type Body = ApiResponse['body'];

export interface LotDesk {
  shop: Shop;
  stockist: ApiClient;
  /** What is left in a lot, and its value. */
  onHand(
    lotId: string,
  ): Promise<[quantityMilli: number | undefined, valueMinor: number | undefined]>;
  stockOf(productId: string): Promise<Body>;
  /** The movements that a query finds, newest first. */
  movementsOf(filter: string): Promise<Body>;
  /** A sale of the shop's day; answers its order. */
  sell(productId: string, quantityMilli: number): Promise<string>;
  /** Closes the shop; fails where the stock is not what its movements add up to. */
  close(): Promise<void>;
}

// The sales of `completed` are of 21 November 2026.
const now = new Date('2026-11-21T15:00:00.000Z');

export async function openLotDesk(): Promise<LotDesk> {
  const shop = await openShop({}, () => now);
  const stockist = shop.service.as('stockist');
  return {
    shop,
    stockist,
    async onHand(lotId) {
      const [lot] = await shop.db.query<{ on_hand_milli: number; value_minor: number }>(
        'SELECT on_hand_milli, value_minor FROM lot WHERE id = $1',
        [lotId],
      );
      return [lot?.on_hand_milli, lot?.value_minor];
    },
    stockOf: async (productId) => (await stockist.get(`/inventory/stock/${productId}`)).body,
    movementsOf: async (filter) =>
      (await stockist.get(`/inventory/movements?${filter}`)).body.items,
    async sell(productId, quantityMilli) {
      const orderId = randomUUID();
      await shop.publish('sale.completed', completed(orderId, [{ productId, quantityMilli }]));
      return orderId;
    },
    async close() {
      const { body } = await stockist.get('/inventory/stock/verify');
      await shop.close();
      assert.equal(body.isConsistent, true, JSON.stringify(body));
    },
  };
}
