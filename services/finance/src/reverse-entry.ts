/** Takes an entry back by its mirror image: once, on a day of its own, in the category that the entry has. */
import type { Entry, ReverseEntryRequest } from '@balcao/contracts/api/finance.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { checkMonth } from './check-entries.ts';
import { refuse } from './entry-fault.ts';
import { findEntry } from './entry-store.ts';
import type { JournalTransaction, Posting } from './journal-transaction.ts';
import { readClosedMonths } from './period-store.ts';
import { type EntryDeps, postEntry } from './post-entry.ts';
import { postJournal } from './post-journal.ts';
import { traceIdOf } from './trace-id.ts';

export interface ReverseCommand extends ReverseEntryRequest {
  entryId: string;
  reversedBy: string;
  traceparent: string | null;
}

export interface ReverseDeps extends EntryDeps {
  /** The shop's present business day. */
  today: () => string;
}

/** The lines of the entry, each on its other side. */
function postReversal(
  entry: Entry,
  { date, description }: { date: string; description: string },
): JournalTransaction {
  return {
    source: `reversal:${entry.id}`,
    kind: entry.type === 'credit' ? 'debit' : 'credit',
    date,
    description,
    lines: postEntry(entry).lines.map(({ account, debitMinor, creditMinor }) => ({
      account,
      debitMinor: creditMinor,
      creditMinor: debitMinor,
    })),
  };
}

/**
 * Answers the reversal. Throws `not_found`; `invalid_transition` for an entry that is reversed already or is a
 * reversal; `validation_failed` for a day before the entry's; `period_closed`; `already_exists` for an id that is taken.
 */
export async function reverseEntry(
  tx: Tx,
  command: ReverseCommand,
  { outbox, onPosted, today }: ReverseDeps,
): Promise<Entry> {
  const { entryId, reversedBy, traceparent } = command;
  const entry = await findReversible(tx, entryId);
  const date = dayOf(command, entry, today());
  const fault = checkMonth(date, await readClosedMonths(tx));
  if (fault !== null) throw refuse([fault]);
  const { description = entry.description, id = newId() } = command;
  const posting: Posting = {
    ...postReversal(entry, { date, description }),
    id,
    createdBy: reversedBy,
    traceId: traceIdOf(traceparent),
    reversesId: entryId,
  };
  const createdAt = (await postJournal(tx, [posting])).get(posting);
  if (createdAt === undefined) throw await whyNot(tx, command);
  onPosted(tx, [posting]);
  outbox.add(tx, [event('entry.reversed', entryId, { entryId, reversalId: id })], { traceparent });
  return {
    ...entry,
    id,
    type: entry.type === 'credit' ? 'debit' : 'credit',
    date,
    description,
    reversesId: entryId,
    createdBy: reversedBy,
    createdAt,
  };
}

async function findReversible(tx: Tx, id: string): Promise<Entry> {
  const entry = await findEntry(tx, id);
  if (entry === undefined) throw new Problem('not_found', `There is no entry with the id ${id}.`);
  if (entry.reversedById !== null) throw reversedAlready(entry.reversedById);
  if (entry.reversesId === null) return entry;
  throw new Problem(
    'invalid_transition',
    'A reversal is not taken back. Enter the money once more instead.',
    { pt: 'Um estorno não se estorna. Lance o dinheiro de novo.' },
  );
}

/** Today, or the day of the entry if that is later, unless another one is wanted. */
function dayOf({ date }: ReverseCommand, entry: Entry, today: string): string {
  if (date === undefined) return entry.date > today ? entry.date : today;
  if (date >= entry.date) return date;
  const message = `must not be before ${entry.date}, the day of the entry`;
  throw new Problem('validation_failed', `The request is not valid: date: ${message}`, {
    errors: [{ path: 'date', message }],
  });
}

/** Somebody else was quicker, or the id of the reversal is that of another transaction. */
async function whyNot(tx: Tx, { entryId, id }: ReverseCommand): Promise<Problem> {
  const reversedById = (await findEntry(tx, entryId))?.reversedById ?? null;
  if (reversedById !== null) return reversedAlready(reversedById);
  return new Problem('already_exists', `An entry with the id ${id} exists already.`);
}

function reversedAlready(reversalId: string): Problem {
  return new Problem('invalid_transition', `The entry was reversed already, by ${reversalId}.`, {
    pt: 'O lançamento já foi estornado.',
  });
}
