/** What the till keeps on this device, so that a reload, an expired session or an update loses nothing. */
import type { Till } from '@balcao/contracts/api/tills.ts';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Cart, CartLine } from './cart.ts';
import type { SalePayment } from './sale-payment.ts';

/** A cart, and what it is being paid with: sent again after a reload, it is there once (the id is the same). */
export interface KeptCart {
  cart: Cart;
  sent: SalePayment[] | null;
}

export type ReceiptPrinter = 'none' | 'window' | 'usb' | 'serial';

/** By user: whoever else logs in on this device finds a till of their own. */
interface Schema extends DBSchema {
  carts: { key: string; value: KeptCart };
  tills: { key: string; value: Till };
  /** Lines of held sales by the order's id: the server does not know the codes of their labels. */
  held: { key: string; value: CartLine[] };
  /** Under `printer`. */
  settings: { key: string; value: ReceiptPrinter };
}

const stores = ['carts', 'tills', 'held', 'settings'] as const;
let database: Promise<IDBPDatabase<Schema>> | undefined;

/** Opened at the first use. */
export function kept(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>('balcao-till', 1, {
    upgrade(db) {
      for (const store of stores) db.createObjectStore(store);
    },
  });
  return database;
}
