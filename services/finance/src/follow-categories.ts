/**
 * Sets entries against the account of their category, whenever and by whomever it was given: on the day of the entry,
 * or on the first open one after it. What is there decides, not what an event says, so that late or repeated ones do
 * no harm.
 */
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import { type Consumer, type Message, on } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { readMisplaced } from './counter-account-store.ts';
import type { Posting } from './journal-transaction.ts';
import { moveToOpenDays } from './open-days.ts';
import { postJournal } from './post-journal.ts';
import { postMove } from './post-move.ts';
import { traceIdOf } from './trace-id.ts';

export interface FollowDeps {
  /** Counts what was posted, and has the balances forgotten that it changes, once it is committed. */
  onPosted: (tx: Tx, postings: Iterable<Posting>) => void;
}

/** A queue for each type: a batch is one statement, which touches the sums in sorted order. */
export function categoryConsumers(deps: FollowDeps): Consumer[] {
  return [
    {
      queue: 'finance.categories',
      handlers: {
        'entry.categorized': on(eventSchemas['entry.categorized'], (tx, messages) =>
          followCategories(tx, messages, deps),
        ),
      },
    },
    {
      queue: 'finance.reversals',
      handlers: {
        'entry.reversed': on(eventSchemas['entry.reversed'], (tx, messages) =>
          followCategories(tx, messages, deps),
        ),
      },
    },
  ];
}

async function followCategories(
  tx: Tx,
  messages: Message<{ entryId: string }>[],
  deps: FollowDeps,
): Promise<void> {
  const traces = new Map(messages.map(({ data, traceparent }) => [data.entryId, traceparent]));
  await followEntries(tx, traces, deps);
}

/**
 * Moves those of the entries that are elsewhere than their category says; of each, who asked for it (`traceparent`).
 * Throws `conflict`, upon which it is tried again, where one of them was moved, or given another category, meanwhile.
 */
export async function followEntries(
  tx: Tx,
  traces: ReadonlyMap<string, string | null>,
  { onPosted }: FollowDeps,
): Promise<void> {
  const entryIds = [...traces.keys()];
  const misplaced = await readMisplaced(tx, entryIds);
  if (misplaced.length === 0) return;
  const moves = await moveToOpenDays(
    tx,
    misplaced.map((one) => ({
      transaction: postMove(one),
      products: null,
      entryId: one.entryId,
    })),
  );
  const postings = moves.map(({ transaction, entryId }) => ({
    ...transaction,
    id: newId(),
    createdBy: null,
    traceId: traceIdOf(traces.get(entryId) ?? null),
    entryId,
  }));
  const created = await postJournal(tx, postings);
  // The event of a category that was given since may be handled already: it did not see these moves. From here on
  // the entries are locked, by the trigger on moves, so that a later category waits for the commit, and so its event.
  const hasLeft = created.size < postings.length || (await readMisplaced(tx, entryIds)).length > 0;
  if (hasLeft) throw new Problem('conflict', 'An entry was moved or categorised at the same time.');
  onPosted(tx, created.keys());
}
