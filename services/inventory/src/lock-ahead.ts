/**
 * Locks all rows of a batch before any of it is handled. Each step locks its own rows in order; but a batch of
 * placed orders and completed sales is two steps in one transaction, and the second must not go back for a
 * lower row that another instance holds while it waits for ours.
 */
import { id } from '@balcao/contracts/ids.ts';
import type { Envelope } from '@balcao/kit/bus.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { z } from 'zod';
import { lockLevels } from './level-store.ts';
import { lockConsumed, readReservationLines } from './reservation-store.ts';

const withLines = z.object({ lines: z.array(z.object({ productId: id })) });

/** First the orders, then the levels, each sorted; nothing where one step handles the whole batch. */
export async function lockAhead(tx: Tx, messages: Envelope[]): Promise<void> {
  const orderIds = [...new Set(messages.map(({ subject }) => subject))];
  const types = new Set(messages.map(({ type }) => type));
  if (types.size === 1 && orderIds.length === messages.length) return;
  await lockConsumed(tx, orderIds);
  const held = await readReservationLines(tx, orderIds);
  await lockLevels(tx, [...held, ...messages.flatMap(linesOf)]);
}

/** Lines that do not fit their schema are left to the handler, which refuses them. */
function linesOf({ data }: Envelope): { productId: string }[] {
  return withLines.safeParse(data).data?.lines ?? [];
}
