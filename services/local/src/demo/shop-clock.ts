/** The clock by which the shop does business: it shows what the player sets, and the machine's time after that. */

export interface ShopClock {
  now: () => Date;
  set(at: Date): void;
  /** From here on it is the machine's. */
  release(): void;
}

export function createShopClock(): ShopClock {
  let shown: Date | null = null;
  return {
    now: () => shown ?? new Date(),
    set(at) {
      shown = at;
    },
    release() {
      shown = null;
    },
  };
}
