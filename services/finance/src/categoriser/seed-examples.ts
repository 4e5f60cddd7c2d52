/** The entries that the first model learns from: made up, not anybody's books (`data/README.md`). */
import { readFileSync } from 'node:fs';
import type { EntryText } from './entry-text.ts';

export interface SeedExample extends EntryText {
  /** The slug of its category. */
  category: string;
  /** What it was made from, so that a test can ask about wordings that were never seen. */
  wording: string;
}

export function readSeedExamples(): SeedExample[] {
  const text = readFileSync(new URL('../../data/entries.tsv', import.meta.url), 'utf8');
  const [, ...lines] = text.trimEnd().split('\n');
  return lines.map((line) => {
    const [category = '', wording = '', type, amountMinor, description = ''] = line.split('\t');
    const kind = type === 'credit' ? 'income' : 'expense';
    return { category, wording, kind, amountMinor: Number(amountMinor), description };
  });
}
