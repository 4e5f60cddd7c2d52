/** What the till keeps on this device, so that a reload, an expired session or an update loses nothing. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import type { Till } from '@balcao/contracts/api/tills.ts';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { createStore } from '../store.ts';
import type { Cart, CartLine } from './cart.ts';
import type { SalePayment } from './sale-payment.ts';

/** A cart, and what it is being paid with: sent again after a reload, it is there once (the id is the same). */
export interface KeptCart {
  cart: Cart;
  sent: SalePayment[] | null;
  recalls?: Recall[];
}

/** Of a held sale, not ended: the shop may hold it no more, and it is in no cart yet. Asked again by the same key. */
export interface Recall {
  order: Order;
  key: string;
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
type Name = (typeof stores)[number];
type Value<Store extends Name> = Schema[Store]['value'];

/** Whether what was written last is on the device, and not in the memory of this page only. */
export const keptState = createStore<{ isOnDevice: boolean }>({ isOnDevice: true });

let database: Promise<IDBPDatabase<Schema>> | undefined;

/** Opened at the first use, and again where the browser, or a later version in another tab, has closed it. */
function opened(): Promise<IDBPDatabase<Schema>> {
  const forget = () => {
    database = undefined;
  };
  database ??= openDB<Schema>('balcao-till', 1, {
    upgrade(db) {
      for (const store of stores) db.createObjectStore(store);
    },
    blocking: (_current, _blocked, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
      forget();
    },
    terminated: forget,
  });
  database.catch(forget);
  return database;
}

/** What the device did not take: its disk is full, or the browser keeps nothing. The till sells all the same. */
const memory: { [Store in Name]: Map<string, Value<Store> | undefined> } = {
  carts: new Map(),
  tills: new Map(),
  held: new Map(),
  settings: new Map(),
};

/** None of it rejects: `keptState` says what is kept in memory only. */
export const kept = {
  async get<Store extends Name>(store: Store, key: string): Promise<Value<Store> | undefined> {
    if (memory[store].has(key)) return memory[store].get(key);
    return (await attempt((db) => db.get(store, key))) ?? undefined;
  },
  async put<Store extends Name>(store: Store, value: Value<Store>, key: string): Promise<void> {
    memory[store].set(key, value);
    const written = await attempt((db) => db.put(store, value, key));
    if (written === null) return;
    forgetIf(store, { key, value });
    await writeLeft();
  },
  async delete(store: Name, key: string): Promise<void> {
    memory[store].set(key, undefined);
    const deleted = await attempt((db) => db.delete(store, key));
    if (deleted === null) return;
    forgetIf(store, { key, value: undefined });
    await writeLeft();
  },
};

/** The device has it, unless another value came meanwhile, whose own writing ends so. */
function forgetIf<Store extends Name>(
  store: Store,
  { key, value }: { key: string; value: Value<Store> | undefined },
): void {
  if (memory[store].get(key) === value) memory[store].delete(key);
  const isOnDevice = Object.values(memory).every(({ size }) => size === 0);
  if (isOnDevice !== keptState.get().isOnDevice) keptState.set({ isOnDevice });
}

/** The device takes things again: also what it did not take before. */
async function writeLeft(): Promise<void> {
  for (const store of stores) {
    for (const [key, value] of memory[store]) {
      const written = await attempt(async (db) => {
        await (value === undefined ? db.delete(store, key) : db.put(store, value, key));
        return true;
      });
      if (written === null) return;
      forgetIf(store, { key, value });
    }
  }
}

/** Null where the device does not answer, by a new connection either. */
async function attempt<Result>(
  work: (db: IDBPDatabase<Schema>) => Promise<Result>,
): Promise<Result | null> {
  for (let left = 2; left > 0; left -= 1) {
    let connection: typeof database;
    try {
      connection = opened();
      return await work(await connection);
    } catch {
      letGo(connection);
    }
  }
  keptState.set({ isOnDevice: false });
  return null;
}

/** Others may have opened the next one by now. */
function letGo(connection: typeof database): void {
  if (database === connection) database = undefined;
  connection?.then((db) => db.close()).catch(() => undefined);
}
