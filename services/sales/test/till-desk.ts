/** Sellers with tills of their own, and one product to sell: what the tests of tills begin with. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ApiClient, ApiResponse } from '@balcao/kit/testing/api-client.ts';
import { type Counter, openCounter } from './counter.ts';

type Body = ApiResponse['body'];

export interface TillDesk {
  counter: Counter;
  /** What is sold: R$ 10 a kilo. */
  productId: string;
  /** The name of a register at which no till has been opened. */
  nextRegister(): string;
  /** A seller who has opened a till, at a new register where none is named. */
  openTill(
    floatMinor?: number,
    register?: string,
  ): Promise<{ seller: ApiClient; till: Body; register: string }>;
  /** A sale that is completed; `more` are further parts of its order. */
  sell(seller: ApiClient, kilos: number, payments: object[], more?: object): Promise<Body>;
}

export async function openTillDesk(options: Parameters<typeof openCounter>[0]): Promise<TillDesk> {
  const counter = await openCounter(options);
  const productId = (await counter.addProduct({ priceMinor: 1000 })).id;
  let registers = 0;
  const nextRegister = () => {
    registers += 1;
    return `R${registers}`;
  };
  return {
    counter,
    productId,
    nextRegister,
    async openTill(floatMinor = 10_000, register = nextRegister()) {
      const seller = counter.as('seller', randomUUID());
      const { status, body } = await seller.post('/tills', { register, floatMinor });
      assert.equal(status, 201, JSON.stringify(body));
      return { seller, till: body, register };
    },
    async sell(seller, kilos, payments, more = {}) {
      const lines = [{ productId, quantityMilli: kilos * 1000 }];
      const order = { lines, payments, ...more };
      const { status, body } = await seller.post('/orders', order, { prefer: 'wait=10' });
      assert.equal(status, 201, JSON.stringify(body));
      assert.equal(body.status, 'completed');
      return body;
    },
  };
}

export const cash = (amountMinor: number, tenderedMinor = amountMinor) => [
  { method: 'cash', amountMinor, tenderedMinor },
];
