/** What the demo's customers owe while the plan is made: nobody buys beyond the limit, and all pay in the end. */
import type { Dice } from './dice.ts';
import type { DemoCustomer } from './people.ts';

export interface TabBook {
  /** Chooses a customer who may still buy for so much on the tab; null when there is none. */
  buy(amountMinor: number, dice: Dice): string | null;
  /** Money that comes back to a tab. */
  giveBack(customerId: string, amountMinor: number): void;
  /** Who pays something today, and how much; after pay-day more do. */
  pay(isPayDay: boolean, dice: Dice): { customerId: string; amountMinor: number }[];
}

export function createTabBook(customers: readonly DemoCustomer[]): TabBook {
  const owed = new Map<string, number>();
  const of = (id: string) => owed.get(id) ?? 0;
  const add = (id: string, amountMinor: number) => void owed.set(id, of(id) + amountMinor);
  return {
    buy(amountMinor, dice) {
      const able = customers.filter(
        ({ id, tabLimitMinor }) => of(id) + amountMinor <= tabLimitMinor,
      );
      if (able.length === 0 || amountMinor === 0) return null;
      const { id } = dice.pick(able);
      add(id, amountMinor);
      return id;
    },
    giveBack: (customerId, amountMinor) => add(customerId, -amountMinor),
    pay(isPayDay, dice) {
      return customers.flatMap(({ id }) => {
        if (of(id) <= 0 || !dice.hits(isPayDay ? 0.3 : 0.06)) return [];
        const half = Math.ceil(of(id) / 2 / 1000) * 1000;
        const amountMinor = dice.hits(0.6) ? of(id) : Math.min(of(id), half);
        add(id, -amountMinor);
        return [{ customerId: id, amountMinor }];
      });
    },
  };
}
