/** Posts entries made by hand: each is a journal transaction and an `entry.created`. */
import type { CreateEntryRequest, Entry } from '@balcao/contracts/api/finance.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { type JournalTransaction, type Posting, toLines } from './journal-transaction.ts';
import { postJournal } from './post-journal.ts';
import { traceIdOf } from './trace-id.ts';

interface EntryCommand extends CreateEntryRequest {
  createdBy: string;
  traceparent: string | null;
}

export interface EntryDeps {
  outbox: Outbox;
  /** Counts what was posted once it is committed. */
  countPosted: (tx: Tx, postings: Iterable<Posting>) => void;
}

/** A credit brings money in as other revenue, a debit takes it out as a general expense. */
export function postEntry(entry: CreateEntryRequest & { id: string }): JournalTransaction {
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

/** Posts entries; answers each as stored, or null where an entry has its id already. */
export async function postEntries(
  tx: Tx,
  commands: EntryCommand[],
  { outbox, countPosted }: EntryDeps,
): Promise<(Entry | null)[]> {
  const entries = commands.map((command) => toPosting({ ...command, id: command.id ?? newId() }));
  const created = await postJournal(
    tx,
    entries.map(({ posting }) => posting),
  );
  countPosted(tx, created.keys());
  return entries.map(({ command, posting }) => {
    const createdAt = created.get(posting);
    if (createdAt === undefined) return null;
    const { id, type, amountMinor, date, description, account, createdBy } = command;
    outbox.add(
      tx,
      [event('entry.created', id, { entryId: id, type, amountMinor, date, description })],
      command,
    );
    return { id, type, amountMinor, date, description, account, createdBy, createdAt };
  });
}

function toPosting(command: EntryCommand & { id: string }) {
  const { id, createdBy, traceparent } = command;
  const posting: Posting = {
    ...postEntry(command),
    id,
    createdBy,
    traceId: traceIdOf(traceparent),
  };
  return { command, posting };
}
