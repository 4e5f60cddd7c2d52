/** Finds a sale by what its receipt says: the code of its QR, or its number. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { answer, api } from '../api/client.ts';
import { tillStore } from './till-store.ts';

const uuid = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i;
/** A number is looked for among as many sales, the newest first. */
const mostPages = 20;

/** Null where there is none. A number is one of this till's register. Throws ApiProblem. */
export async function findSale(text: string): Promise<Order | null> {
  const id = uuid.exec(text)?.[0].toLowerCase();
  if (id !== undefined) return readOrder(id);
  const number = /^\s*(\d{1,9})\s*$/.exec(text)?.[1];
  return number === undefined ? null : findByNumber(Number(number));
}

async function readOrder(id: string): Promise<Order | null> {
  try {
    return await answer(api.GET('/api/v1/orders/{id}', { params: { path: { id } } }));
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'not_found') return null;
    throw error;
  }
}

async function findByNumber(receiptNumber: number): Promise<Order | null> {
  const register = await tillsOfRegister();
  let cursor: string | null | undefined;
  for (let page = 0; page < mostPages && cursor !== null; page += 1) {
    const query = { limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const { items, nextCursor } = await answer(api.GET('/api/v1/orders', { params: { query } }));
    const found = items.find(
      (order) => order.receiptNumber === receiptNumber && register(order.tillId),
    );
    if (found !== undefined) return found;
    cursor = nextCursor;
  }
  return null;
}

/** Receipts are numbered by register: says whether a till was one at ours. */
async function tillsOfRegister(): Promise<(tillId: string | null) => boolean> {
  const state = tillStore.get();
  if (state.status !== 'open') return () => true;
  const query = { register: state.till.register, limit: 100 };
  const { items } = await answer(api.GET('/api/v1/tills', { params: { query } }));
  const ids = new Set<string | null>(items.map(({ id }) => id));
  return (tillId) => ids.has(tillId);
}
