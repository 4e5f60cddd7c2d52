/** What is being typed, kept on this device: a reload or an expired session loses no line of it. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { TypedBreakdown } from './breakdown-form.ts';
import type { Delivery } from './delivery.ts';

export interface Draft<Content> {
  /** Under which it is booked: sent again after a reload, it is there once. */
  idempotencyKey: string;
  content: Content;
}

/** Where the drafts of one form are. Its functions reject where the browser keeps nothing (some private windows). */
export interface DraftStore<Content> {
  name: string;
  /** Null where there is none. */
  read(userId: string): Promise<Draft<Content> | null>;
  /** Takes the place of the one before; an empty one is none. */
  keep(userId: string, draft: Draft<Content>): Promise<void>;
  forget(userId: string): Promise<void>;
}

/** By user: whoever else logs in on this device finds a draft of their own. */
interface Schema<Content> extends DBSchema {
  drafts: { key: string; value: Draft<Content> };
}

function draftStore<Content>(
  name: string,
  isEmpty: (content: Content) => boolean,
): DraftStore<Content> {
  let database: Promise<IDBPDatabase<Schema<Content>>> | undefined;
  /** Opened at the first use. */
  const opened = () => {
    database ??= openDB<Schema<Content>>(`balcao-${name}`, 1, {
      upgrade(db) {
        db.createObjectStore('drafts');
      },
    });
    return database;
  };
  const forget = async (userId: string) => (await opened()).delete('drafts', userId);
  return {
    name,
    read: async (userId) => (await (await opened()).get('drafts', userId)) ?? null,
    async keep(userId, draft) {
      if (isEmpty(draft.content)) return forget(userId);
      await (await opened()).put('drafts', draft, userId);
    },
    forget,
  };
}

export const deliveryDrafts = draftStore<Delivery>('deliveries', ({ lines }) => lines.length === 0);

export const breakdownDrafts = draftStore<TypedBreakdown>(
  'breakdowns',
  ({ input, cuts }) => input === null && cuts.length === 0,
);
