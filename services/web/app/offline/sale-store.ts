/** The sales that are kept on this device: written before anybody is told that they are. */

import { offlineDatabase } from './database.ts';
import type { KeptSale, SettledSale } from './kept-sale.ts';
import { noteCounts } from './state.ts';

/** Undefined where it is not kept. Rejects where the browser keeps nothing. */
export async function findSale(id: string): Promise<KeptSale | undefined> {
  return (await offlineDatabase()).get('sales', id);
}

/** In the order in which they happened. */
export async function readSales(): Promise<KeptSale[]> {
  const sales = await (await offlineDatabase()).getAll('sales');
  return sales.sort((one, other) =>
    `${one.occurredAt} ${one.id}` < `${other.occurredAt} ${other.id}` ? -1 : 1,
  );
}

/** The latest first. */
export async function readSettledSales(): Promise<SettledSale[]> {
  const sales = await (await offlineDatabase()).getAll('settled');
  return sales.sort((one, other) => (one.settledAt < other.settledAt ? 1 : -1));
}

/** On the disk when it resolves: a cut of power afterwards loses nothing. */
export async function putSale(sale: KeptSale): Promise<void> {
  const database = await offlineDatabase();
  const tx = database.transaction('sales', 'readwrite', { durability: 'strict' });
  await Promise.all([tx.store.put(sale), tx.done]);
  await salesChanged();
}

/** The shop has it. */
export async function removeSale(id: string): Promise<void> {
  const database = await offlineDatabase();
  const tx = database.transaction('sales', 'readwrite', { durability: 'strict' });
  await Promise.all([tx.store.delete(id), tx.done]);
  await salesChanged();
}

/** It leaves the list, and stays findable with who settled it and why. */
export async function moveToSettled(sale: SettledSale): Promise<void> {
  const database = await offlineDatabase();
  const tx = database.transaction(['sales', 'settled'], 'readwrite', { durability: 'strict' });
  await Promise.all([
    tx.objectStore('settled').put(sale),
    tx.objectStore('sales').delete(sale.id),
    tx.done,
  ]);
  await salesChanged();
}

/** Tells other tabs of this device; it does not hear itself. */
const channel =
  typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('balcao-sales');
const listeners = new Set<() => void>();

/** Calls back whenever the kept sales are others, in whichever tab that was. */
export function onSalesChanged(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function salesChanged(): Promise<void> {
  channel?.postMessage('changed');
  await countSales();
}

/** Brings the counts that are always in view up to date. */
export async function countSales(): Promise<void> {
  const sales = await (await offlineDatabase()).getAll('sales');
  const refused = sales.filter(({ refusal }) => refusal !== null).length;
  noteCounts({ unsent: sales.length - refused, refused });
  for (const listener of listeners) listener();
}

channel?.addEventListener('message', () => void countSales());
