/** The delivery that is being typed, kept on this device: a reload or an expired session loses no line of it. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Delivery } from './delivery.ts';

export interface DeliveryDraft {
  /** Under which it is booked: sent again after a reload, it is there once. */
  idempotencyKey: string;
  delivery: Delivery;
}

/** By user: whoever else logs in on this device finds a draft of their own. */
interface Schema extends DBSchema {
  deliveries: { key: string; value: DeliveryDraft };
}

let database: Promise<IDBPDatabase<Schema>> | undefined;

/** Opened at the first use. */
function drafts(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>('balcao-stock', 1, {
    upgrade(db) {
      db.createObjectStore('deliveries');
    },
  });
  return database;
}

/** Null where there is none. Rejects where the browser keeps nothing (a private window of some browsers). */
export async function readDraft(userId: string): Promise<DeliveryDraft | null> {
  return (await (await drafts()).get('deliveries', userId)) ?? null;
}

/** Takes the draft's place; one without lines is none. */
export async function keepDraft(userId: string, draft: DeliveryDraft): Promise<void> {
  if (draft.delivery.lines.length === 0) return forgetDraft(userId);
  await (await drafts()).put('deliveries', draft, userId);
}

export async function forgetDraft(userId: string): Promise<void> {
  await (await drafts()).delete('deliveries', userId);
}
