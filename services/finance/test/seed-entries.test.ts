/** Guarantees of the entries that the first model learns from: they can be made again, and there are enough of each. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { generateEntries } from '../data/generate-entries.ts';
import { readSeedExamples } from '../src/categoriser/seed-examples.ts';

describe('the seed entries', () => {
  it('are what the generator makes', () => {
    const committed = readFileSync(new URL('../data/entries.tsv', import.meta.url), 'utf8');
    assert.equal(generateEntries(), committed);
  });

  it('are at least a thousand, at least thirty of each category, each of one kind', () => {
    const examples = readSeedExamples();
    assert.ok(examples.length >= 1_000);
    const byCategory = Map.groupBy(examples, ({ category }) => category);
    assert.equal(byCategory.size, 29);
    for (const [category, rows] of byCategory) {
      assert.ok(rows.length >= 30, category);
      assert.equal(new Set(rows.map(({ kind }) => kind)).size, 1, category);
    }
    for (const { amountMinor, description } of examples) {
      assert.ok(Number.isSafeInteger(amountMinor) && amountMinor > 0);
      assert.ok(description.trim().length > 0);
    }
  });
});
