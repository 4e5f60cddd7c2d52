/** A shop that breaks carcasses down: what the tests of breakdowns begin with. */
import assert from 'node:assert/strict';
import { addDays } from '@balcao/contracts/dates.ts';
import { businessCalendar } from '@balcao/contracts/shop-clock.ts';
import type { ApiClient, ApiResponse } from '@balcao/kit/testing/api-client.ts';
import { openShop, type Shop } from './shop.ts';

export const today = businessCalendar('America/Sao_Paulo')(new Date());

export interface KeptLot {
  parentId: string | null;
  supplierId: string | null;
  expiresOn: string | null;
  onHandMilli: number;
}

export interface Butcher {
  shop: Shop;
  stockist: ApiClient;
  supplierId: string;
  /** Two cuts by weight, at R$ 70.00 and R$ 35.00, and one by the piece. */
  rump: string;
  flank: string;
  bones: string;
  breakDown(body: object, headers?: Record<string, string>): Promise<ApiResponse>;
  /** The same, which must succeed: answers the breakdown. */
  done(body: object): Promise<ApiResponse['body']>;
  /** A new product in a lot of its own, of the supplier, at R$ 20.00, that expires in ten days. */
  carcass(quantityMilli?: number, others?: object): Promise<{ productId: string; lotId: string }>;
  lotOf(id: string): Promise<KeptLot | undefined>;
  /** What is on hand of a product, and its value. */
  level(productId: string): Promise<[onHandMilli: number, valueMinor: number]>;
  isConsistent(): Promise<boolean>;
}

export async function openButcher(): Promise<Butcher> {
  const shop = await openShop();
  const stockist = shop.service.as('stockist');
  const supplier = await stockist.post('/inventory/suppliers', { name: 'Frigorífico Boi Bom' });
  const supplierId: string = supplier.body.id;
  const breakDown: Butcher['breakDown'] = (body, headers) =>
    stockist.post('/inventory/breakdowns', body, headers);
  return {
    shop,
    stockist,
    supplierId,
    rump: await shop.addProduct({ name: 'Picanha', priceMinor: 7_000 }),
    flank: await shop.addProduct({ name: 'Fraldinha', priceMinor: 3_500 }),
    bones: await shop.addProduct({ name: 'Osso', unit: 'un', priceMinor: 500 }),
    breakDown,
    async done(body) {
      const answer = await breakDown(body);
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      return answer.body;
    },
    async carcass(quantityMilli = 100_000, others = {}) {
      const productId = await shop.addProduct({ name: 'Traseiro' });
      const lot = { quantityMilli, unitCostMinor: 2_000, supplierId };
      const expiresOn = addDays(today, 10);
      const lotId = await shop.buyLot(productId, { ...lot, expiresOn, ...others });
      return { productId, lotId };
    },
    async lotOf(id) {
      const [lot] = await shop.db.query<KeptLot>(
        `SELECT parent_id AS "parentId", supplier_id AS "supplierId", expires_on AS "expiresOn",
           on_hand_milli AS "onHandMilli" FROM lot WHERE id = $1`,
        [id],
      );
      return lot;
    },
    async level(productId) {
      const { body } = await stockist.get(`/inventory/stock/${productId}`);
      return [body.onHandMilli, body.valueMinor];
    },
    isConsistent: async () => (await stockist.get('/inventory/stock/verify')).body.isConsistent,
  };
}
