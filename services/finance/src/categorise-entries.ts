/** Entries get the category that the model is sure of; where it is not, its suggestions wait for a person. */
import { event } from '@balcao/contracts/events/catalog.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import type { EntryText } from './categoriser/entry-text.ts';
import { decide, suggest } from './categoriser/suggest.ts';
import type { ModelShelf } from './model-shelf.ts';
import type { SecondOpinions } from './second-opinions.ts';
import { insertDecisions, storeSuggestions, takeOpenEntries } from './suggestion-store.ts';

export interface CategoriserDeps {
  shelf: ModelShelf;
  outbox: Outbox;
  /** Below this confidence the model abstains. */
  threshold: number;
  /** Who else is asked where it abstains. */
  opinions: Pick<SecondOpinions, 'want'> | null;
  /** The shop's clock. */
  now: () => Date;
}

interface EntryToCategorise extends EntryText {
  entryId: string;
  traceparent: string | null;
}

/** Entries of distinct ids. What a person decided stays, whoever came first. */
export async function categoriseEntries(
  tx: Tx,
  entries: EntryToCategorise[],
  { shelf, outbox, threshold, opinions, now }: CategoriserDeps,
): Promise<void> {
  const { version, model } = await shelf.newest();
  const suggested = entries.map((entry) => ({ ...entry, suggestions: suggest(model, entry) }));
  const decided = suggested.flatMap(({ entryId, traceparent, suggestions }) => {
    const first = decide(suggestions, threshold);
    if (first === null) return [];
    const { categoryId, confidence } = first;
    return [{ entryId, categoryId, confidence, traceparent }];
  });
  const accepted = await insertDecisions(tx, decided, { modelVersion: version, decidedAt: now() });
  storeSuggestions(tx, suggested, version);
  const sure = new Set(decided.map(({ entryId }) => entryId));
  opinions?.want(
    tx,
    entries.filter(({ entryId }) => !sure.has(entryId)),
  );
  for (const { traceparent, ...decision } of decided) {
    if (!accepted.has(decision.entryId)) continue;
    const data = { ...decision, by: 'model' as const, modelVersion: version };
    outbox.add(tx, [event('entry.categorized', decision.entryId, data)], { traceparent });
  }
}

const batchSize = 500;

/** Has the newest version look again at entries that an older one was not sure of. */
export async function reviewOpenEntries(db: Database, deps: CategoriserDeps): Promise<void> {
  for (let reviewed = batchSize; reviewed === batchSize; ) {
    reviewed = await db.transaction(async (tx) => {
      const open = await takeOpenEntries(tx, batchSize);
      if (open.length === 0) return 0;
      const entries = open.map((entry) => ({ ...entry, traceparent: null }));
      await categoriseEntries(tx, entries, deps);
      return open.length;
    });
  }
}
