/** A person says what an entry is for: that stands, and the model learns it. */
import type { CategoryDecision } from '@balcao/contracts/api/categorisation.ts';
import type { EntryCategory } from '@balcao/contracts/api/entry-categories.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { findCategories } from './category-store.ts';
import {
  type FoundEntry,
  findEntryText,
  readDecision,
  storeCorrection,
} from './suggestion-store.ts';

export interface Correction {
  entryId: string;
  categoryId: string;
}

/** Throws `not_found`, `conflict`, `unknown_category` and `does_not_fit`. The same again changes and tells nothing. */
export async function correctCategory(
  tx: Tx,
  { entryId, categoryId }: Correction,
  { outbox, now }: { outbox: Outbox; now: () => Date },
): Promise<CategoryDecision> {
  const [entry, [wanted]] = await Promise.all([
    findEntryText(tx, entryId),
    findCategories(tx, [categoryId]),
  ]);
  if (entry === undefined) throw entryNotFound(entryId);
  if (entry.reversesId !== null) {
    const detail = `A reversal has the category of the entry that it takes back, ${entry.reversesId}.`;
    throw new Problem('conflict', detail, {
      pt: 'Um estorno tem a categoria do lançamento que ele desfaz.',
    });
  }
  if (wanted === undefined || wanted.isArchived) {
    throw new Problem('unknown_category', `There is no category with the id ${categoryId} in use.`);
  }
  requireFit(entry, wanted);
  const corrected = await storeCorrection(tx, { entryId, categoryId, decidedAt: now() });
  if (corrected !== null) {
    const { by, confidence, modelVersion } = corrected;
    const data = { entryId, categoryId, by, confidence, modelVersion };
    outbox.add(tx, [event('entry.categorized', entryId, data)]);
  }
  const category = corrected ?? (await readDecision(tx, entryId));
  if (category === null) throw entryNotFound(entryId);
  return category;
}

function requireFit({ text, account }: FoundEntry, { kind, counterAccount }: EntryCategory): void {
  if (kind !== text.kind) {
    throw new Problem('does_not_fit', `The category is of the kind ${kind}, the entry is not.`);
  }
  if (counterAccount !== account) return;
  const detail = `The category moves money between ${account}, where it is, and another account.`;
  throw new Problem('does_not_fit', detail, {
    pt: 'A categoria move dinheiro entre contas, e o dinheiro já está nessa conta.',
  });
}

export function entryNotFound(entryId: string): Problem {
  return new Problem('not_found', `There is no entry with the id ${entryId}.`);
}
