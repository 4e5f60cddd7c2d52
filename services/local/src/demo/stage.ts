/** What the player of the demo works with: the plan, the clock, the people who act, and what the bus tells. */
import type { Api } from './api.ts';
import type { DemoBus } from './demo-bus.ts';
import type { DemoPlan } from './plan.ts';
import type { ShopClock } from './shop-clock.ts';

export interface Stage {
  plan: DemoPlan;
  clock: ShopClock;
  bus: DemoBus;
  admin: Api;
  stockist: Api;
  /** By the seller's id. */
  seller(id: string): Api;
}

/** Works through the items, `width` at a time. */
export async function sideBySide<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
  width = 12,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
