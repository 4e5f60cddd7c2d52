/** Entries made by hand, and requests that are sent again with the key that they had. */
import { randomUUID } from 'node:crypto';
import { entry } from '@balcao/contracts/api/finance.ts';
import { same, sameMinor } from './failure.ts';
import { reais } from './format.ts';
import type { KeyedRequest, Shop } from './shop.ts';

/** Money that comes in and goes out beside the sales; `date` is a business day. */
export async function enterByHand(shop: Shop, date: string) {
  const creditMinor = 1234;
  const debitMinor = 567;
  await enterOne(shop, { type: 'credit', amountMinor: creditMinor, date });
  await enterOne(shop, { type: 'debit', amountMinor: debitMinor, date });
  return { figures: `credit ${reais(creditMinor)}, debit ${reais(debitMinor)} on ${date}` };
}

interface EntryWish {
  type: 'credit' | 'debit';
  amountMinor: number;
  date: string;
}

async function enterOne({ admin: { api }, books, keyed }: Shop, wish: EntryWish): Promise<void> {
  const path = '/finance/entries';
  const body = { ...wish, description: `Flow ${wish.type}` };
  const key = randomUUID();
  const headers = { 'Idempotency-Key': key };
  const { body: made } = await api.send({ method: 'POST', path, body, headers }, 201, entry);
  sameMinor('amount of the entry', made.amountMinor, wish.amountMinor);
  same('date of the entry', made.date, wish.date);
  books.enter(wish.type, wish.amountMinor);
  const otherBody = { ...body, amountMinor: wish.amountMinor + 1 };
  keyed.push({ api, path, schema: entry, body, otherBody, key, id: made.id });
}

/** The same key and body answer again and do nothing; the same key with another body is refused. */
export async function repeatWithKeys({ keyed }: Shop) {
  for (const request of keyed) await repeat(request);
  return {
    figures: `${keyed.length} requests answered as replayed; their keys are refused to others`,
  };
}

async function repeat({
  api,
  path,
  schema,
  body,
  otherBody,
  key,
  id,
}: KeyedRequest): Promise<void> {
  const request = { method: 'POST', path, headers: { 'Idempotency-Key': key } } as const;
  const again = await api.send({ ...request, body }, 201, schema);
  same(`Idempotency-Replayed of POST ${path}`, again.headers.get('idempotency-replayed'), 'true');
  same(`id that POST ${path} answers again`, again.body.id, id);
  await api.refused({ ...request, body: otherBody }, 'idempotency_key_reused');
}
