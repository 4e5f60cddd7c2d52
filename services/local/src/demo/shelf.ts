/** The demo's own book of what lies on the shelf, by day of expiry: what the plan buys by. */

interface Lot {
  /** The last day on which it is sold. */
  expiresOn: string;
  milli: number;
}

export interface ShelfBook {
  put(productId: string, expiresOn: string, milli: number): void;
  /** Takes what expires first; answers how much was missing. */
  take(productId: string, date: string, milli: number): number;
  /** Takes out what may not be sold on `date` any more; answers how much that was, by product. */
  expire(date: string): Map<string, number>;
  onHand(productId: string): number;
  /** How much would be missing if so much were wanted on each of these days, each sold from what expires first. */
  missing(productId: string, wanted: readonly { date: string; milli: number }[]): number;
}

export function createShelfBook(): ShelfBook {
  const lots = new Map<string, Lot[]>();
  const of = (productId: string): Lot[] => {
    const own = lots.get(productId) ?? [];
    lots.set(productId, own);
    return own;
  };
  return {
    put(productId, expiresOn, milli) {
      const own = of(productId);
      own.push({ expiresOn, milli });
      own.sort((a, b) => (a.expiresOn < b.expiresOn ? -1 : 1));
    },
    take: (productId, date, milli) => takeFrom(of(productId), date, milli),
    expire(date) {
      const gone = new Map<string, number>();
      for (const [productId, own] of lots) {
        const over = sum(own.filter(({ expiresOn }) => expiresOn < date));
        if (over > 0) gone.set(productId, over);
        lots.set(
          productId,
          own.filter(({ expiresOn, milli }) => expiresOn >= date && milli > 0),
        );
      }
      return gone;
    },
    onHand: (productId) => sum(of(productId)),
    missing(productId, wanted) {
      const copy = of(productId).map((lot) => ({ ...lot }));
      return wanted.reduce((total, { date, milli }) => total + takeFrom(copy, date, milli), 0);
    },
  };
}

function takeFrom(own: Lot[], date: string, milli: number): number {
  let rest = milli;
  for (const lot of own) {
    if (lot.expiresOn < date) continue;
    const taken = Math.min(rest, lot.milli);
    lot.milli -= taken;
    rest -= taken;
  }
  return rest;
}

function sum(lots: readonly Lot[]): number {
  return lots.reduce((total, { milli }) => total + milli, 0);
}
