/** The inbox: who owns the shop is told of a till that is short, once; who was at it is not. */
import { notificationPage } from '@balcao/contracts/api/notifications.ts';
import { eventually } from './eventually.ts';
import { same } from './failure.ts';
import type { Person, Shop } from './shop.ts';

const toldWithinMs = 10_000;

export async function readInbox({ admin, seller }: Shop, tillId: string) {
  const [told] = await eventually(toldWithinMs, async () => {
    const found = await toldOf(admin, tillId);
    same('notifications of the closed till', found.length, 1);
    return found;
  });
  same('severity of a till that is short', told?.severity, 'warning');
  same('notifications of the till to the seller', (await toldOf(seller, tillId)).length, 0);
  return { figures: `${told?.title.en}: ${told?.body.en}` };
}

async function toldOf({ api }: Person, tillId: string) {
  const { items } = await api.get('/notifications?event=till.closed&limit=200', notificationPage);
  return items.filter(({ subject }) => subject === tillId);
}
