/** A shop in which goods are counted: what the tests of counts begin with. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { businessCalendar } from '@balcao/contracts/shop-clock.ts';
import type { ApiClient, ApiResponse } from '@balcao/kit/testing/api-client.ts';
import { completed, openShop, type Shop } from './shop.ts';

export const today = () => businessCalendar('America/Sao_Paulo')(new Date());

export interface CountDesk {
  shop: Shop;
  stockist: ApiClient;
  /** Opens a count of products, and answers its id. */
  open(productIds: string[]): Promise<string>;
  /** Saves lines, as another clerk where one is given; answers the count. */
  save(countId: string, lines: object[], clerk?: ApiClient): Promise<ApiResponse['body']>;
  submit(countId: string): Promise<ApiResponse['body']>;
  /** What is on hand of a product, and its value. */
  onHand(productId: string): Promise<[quantityMilli: number, valueMinor: number]>;
  /** A new product with stock. */
  stocked(quantityMilli: number, unitCostMinor: number, others?: object): Promise<string>;
  sell(productId: string, quantityMilli: number, completedAt: string): Promise<void>;
}

export async function openCountDesk(): Promise<CountDesk> {
  const shop = await openShop();
  const stockist = shop.service.as('stockist');
  const path = '/inventory/counts';
  return {
    shop,
    stockist,
    open: async (productIds) => bodyOf(await stockist.post(path, { productIds }), 201).id,
    save: async (countId, lines, clerk = stockist) =>
      bodyOf(await clerk.put(`${path}/${countId}/lines`, { lines }), 200),
    submit: async (countId) => bodyOf(await stockist.post(`${path}/${countId}/submit`), 200),
    async onHand(productId) {
      const { body } = await stockist.get(`/inventory/stock/${productId}`);
      return [body.onHandMilli, body.valueMinor];
    },
    async stocked(quantityMilli, unitCostMinor, others = {}) {
      const productId = await shop.addProduct(others);
      await shop.purchase(productId, quantityMilli, unitCostMinor);
      return productId;
    },
    sell(productId, quantityMilli, completedAt) {
      const sale = completed(randomUUID(), [{ productId, quantityMilli }]);
      return shop.publish('sale.completed', { ...sale, completedAt, businessDate: today() });
    },
  };
}

function bodyOf({ status, body }: ApiResponse, expected: number): ApiResponse['body'] {
  assert.equal(status, expected, JSON.stringify(body));
  return body;
}
