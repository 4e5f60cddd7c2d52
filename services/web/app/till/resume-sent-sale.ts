/** After a reload in the middle of a payment: the same sale is sent again, and is there once. */
import { sentBefore } from './cart-store.ts';
import { pay } from './sale-flow.ts';
import { loadTill, tillStore } from './till-store.ts';

export async function resumeSentSale(): Promise<void> {
  const payments = sentBefore();
  if (payments === null) return;
  if (tillStore.get().status !== 'open') await loadTill();
  if (tillStore.get().status === 'open') await pay(payments);
}
