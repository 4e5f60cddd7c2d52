/** The database of this device: catalogue, sales that are not sent yet, and who works here. */

import type { User } from '@balcao/contracts/api/users.ts';
import type { PromotionRule } from '@balcao/contracts/promotion.ts';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { ShopSettings } from '../shell/shop-settings.ts';
import type { KeptProduct } from './catalogue-index.ts';
import type { KeptSale, SettledSale } from './kept-sale.ts';

/** As of when something was read; `since` is where the next reading begins, on the server's clock. */
export interface ReadMark {
  asOf: string;
  since: string;
  /** When anything was otherwise than before: other tabs have it in memory from before. */
  changedAt: string;
}

/** Which tab sends, until when: only where the browser has no locks. */
export interface Lease {
  owner: string;
  untilMs: number;
}

interface Schema extends DBSchema {
  products: { key: string; value: KeptProduct };
  promotions: { key: string; value: PromotionRule };
  /** Under the name of what was read. */
  marks: { key: string; value: ReadMark };
  sales: { key: string; value: KeptSale };
  settled: { key: string; value: SettledSale };
  /** Under `last`. */
  person: { key: string; value: User };
  settings: { key: string; value: ShopSettings };
  leases: { key: string; value: Lease };
}

export type OfflineDatabase = IDBPDatabase<Schema>;

const byId = ['products', 'promotions', 'sales', 'settled'] as const;
const byName = ['marks', 'person', 'settings', 'leases'] as const;
let database: Promise<OfflineDatabase> | undefined;

/** Opened at the first use. Rejects where the browser keeps nothing (a private window of some browsers). */
export function offlineDatabase(): Promise<OfflineDatabase> {
  database ??= openDB<Schema>('balcao-offline', 1, {
    upgrade(db) {
      for (const store of byId) db.createObjectStore(store, { keyPath: 'id' });
      for (const store of byName) db.createObjectStore(store);
    },
    // A later version of the app, in another tab, must not wait for this one.
    blocking: (_current, _blocked, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
      database = undefined;
    },
  });
  return database;
}
