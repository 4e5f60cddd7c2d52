/** Posts entries made by hand: each is a journal transaction and an `entry.created`. */
import type { CreateEntryRequest, Entry } from '@balcao/contracts/api/finance.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import type { EntryOrigin } from '@balcao/contracts/events/finance.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { checkEntries } from './check-entries.ts';
import { EntryFault } from './entry-fault.ts';
import { sendCategories } from './entry-store.ts';
import { type JournalTransaction, type Posting, toLines } from './journal-transaction.ts';
import { postJournal } from './post-journal.ts';
import { traceIdOf } from './trace-id.ts';

export interface EntryCommand extends CreateEntryRequest {
  createdBy: string;
  traceparent: string | null;
  origin: EntryOrigin;
}

export interface EntryDeps {
  outbox: Outbox;
  /** Counts what was posted, and has the balances forgotten that it changes, once it is committed. */
  onPosted: (tx: Tx, postings: Iterable<Posting>) => void;
}

/**
 * A credit brings money in as other revenue, a debit takes it out as a general expense. What it is for is often known
 * later only: `follow-categories.ts` sets it against the account of its category.
 */
export function postEntry(
  entry: Pick<Entry, 'id' | 'type' | 'amountMinor' | 'date' | 'description' | 'account'>,
): JournalTransaction {
  const { id, type, amountMinor, date, description, account } = entry;
  const other = type === 'credit' ? 'other_revenue' : 'general_expenses';
  const receivedMinor = type === 'credit' ? amountMinor : -amountMinor;
  return {
    source: `entry:${id}`,
    kind: type,
    date,
    description,
    lines: toLines([
      [account, receivedMinor],
      [other, -receivedMinor],
    ]),
  };
}

/** Posts the entries that can be; answers each as stored, or what is wrong with it, in their order. */
export async function postEntries(
  tx: Tx,
  commands: EntryCommand[],
  deps: EntryDeps,
): Promise<(Entry | EntryFault)[]> {
  const faults = await checkEntries(tx, commands);
  const drafts = commands.map((command, index) => faults.get(index) ?? toDraft(command));
  const created = await postJournal(
    tx,
    drafts.flatMap((draft) => (draft instanceof EntryFault ? [] : draft.posting)),
  );
  deps.onPosted(tx, created.keys());
  const stored = drafts.map((draft) => {
    if (draft instanceof EntryFault) return draft;
    const createdAt = created.get(draft.posting);
    return createdAt === undefined ? idIsTaken : tell(tx, { ...draft, createdAt }, deps);
  });
  sendCategories(tx, stored.flatMap(categoryOf));
  return stored;
}

const idIsTaken = new EntryFault('already_exists', 'id', {
  message: 'an entry with this id exists already',
  pt: 'já existe um lançamento com este id',
});

interface Draft {
  command: EntryCommand & { id: string };
  posting: Posting;
}

function toDraft(wish: EntryCommand): Draft {
  const command = { ...wish, id: wish.id ?? newId() };
  const { id, createdBy, traceparent } = command;
  return {
    command,
    posting: { ...postEntry(command), id, createdBy, traceId: traceIdOf(traceparent) },
  };
}

/** Stores `entry.created`, and `entry.categorized` where it says what it is for; answers the entry. */
function tell(
  tx: Tx,
  { command, createdAt }: Draft & { createdAt: string },
  { outbox }: EntryDeps,
): Entry {
  const { traceparent, origin: source, createdBy, id, ...facts } = command;
  const { categoryId } = facts;
  outbox.add(tx, [event('entry.created', id, { ...facts, entryId: id, source })], { traceparent });
  if (categoryId !== null) {
    const decision = { entryId: id, categoryId, by: 'person' as const };
    const data = { ...decision, confidence: null, modelVersion: null };
    outbox.add(tx, [event('entry.categorized', id, data)], { traceparent });
  }
  return { ...facts, id, reversesId: null, reversedById: null, createdBy, createdAt };
}

function categoryOf(entry: Entry | EntryFault): { entryId: string; categoryId: string }[] {
  if (entry instanceof EntryFault || entry.categoryId === null) return [];
  return [{ entryId: entry.id, categoryId: entry.categoryId }];
}
