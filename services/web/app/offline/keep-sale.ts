/** Keeps a sale on this device, and has it sent as soon as the shop answers. */
import { session } from '../session/session.ts';
import type { Sale } from './kept-sale.ts';
import { wakeQueue } from './sale-queue.ts';
import { putSale } from './sale-store.ts';

/**
 * Resolves when it is on the disk. Throws what the browser says when it keeps nothing: then it is not sold, unless it
 * was sent before. One that is unsure was sent without an answer.
 */
export async function keepSale(
  sale: Sale,
  { occurredAt, isUnsure = false }: { occurredAt: string; isUnsure?: boolean },
): Promise<void> {
  const { user } = session.get();
  if (user === null) throw new Error('nobody is at the till');
  const seller = { id: user.id, name: user.name };
  const ids = { id: sale.id, orderId: sale.id };
  await putSale({ ...ids, sale, occurredAt, seller, isUnsure, refusal: null });
  // Without the browser's word it may throw everything away when its disk is full; it need not ask anybody for it.
  void navigator.storage?.persist();
  wakeQueue();
}
