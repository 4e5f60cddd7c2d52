/** Guarantees of the categoriser: the same data make the same model, it learns, explains, and knows when to be silent. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readSeedExamples } from './seed-examples.ts';
import { decide, suggest } from './suggest.ts';
import { type Example, trainModel } from './train-model.ts';

const seedExamples = readSeedExamples();
const categories = [...new Map(seedExamples.map(({ category, kind }) => [category, kind]))].map(
  ([id, kind]) => ({ id, kind }),
);
const examples = seedExamples.map((example) => ({ ...example, categoryId: example.category }));
const train = (given: readonly Example[]) => trainModel(given, categories, 7);
const threshold = 0.75;
const expense = (description: string) => ({
  kind: 'expense' as const,
  amountMinor: 42_000,
  description,
});

describe('the categoriser', () => {
  const { model, accuracy } = train(examples);

  it('is the same model whenever it learns from the same examples', () => {
    assert.deepEqual(train(examples), { model, accuracy });
  });

  it('gets more than four of five right that it has not seen', () => {
    assert.ok(accuracy !== null && accuracy > 0.8 && accuracy < 1, String(accuracy));
  });

  it('says what it is, how sure it is, and which words decided', () => {
    const suggestions = suggest(model, expense('Conta de luz Enel outubro'));
    assert.equal(decide(suggestions, threshold)?.categoryId, 'energy');
    const [first] = suggestions;
    const words = first?.reasons.map(({ word }) => word) ?? [];
    assert.ok(words.includes('luz') && words.includes('Enel'), words.join());
    assert.deepEqual(
      first?.reasons.map(({ share }) => share),
      first?.reasons.map(({ share }) => share).sort((a, b) => b - a),
    );
  });

  it('knows a word with a typing error, and one that is cut off', () => {
    for (const description of ['frigorifco boi gord', 'PAG BOLETO FRIGORIF']) {
      assert.equal(suggest(model, expense(description))[0]?.categoryId, 'suppliers-meat');
    }
  });

  it('abstains from what it knows nothing of', () => {
    for (const description of ['xyzzy', '1234', 'boleto 4711', '???']) {
      const suggestions = suggest(model, expense(description));
      assert.equal(suggestions.length, 3);
      assert.equal(decide(suggestions, threshold), null, description);
    }
  });

  it('never takes money that came in for an expense, whatever the text', () => {
    const incomes = new Set(categories.flatMap(({ id, kind }) => (kind === 'income' ? id : [])));
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1e12 }), (description, amountMinor) => {
        const entry = {
          kind: 'income' as const,
          description: `frigorifico ${description}`,
          amountMinor,
        };
        const suggestions = suggest(model, entry);
        assert.ok(suggestions.every(({ categoryId }) => incomes.has(categoryId)));
        const sum = suggestions.reduce((total, { confidence }) => total + confidence, 0);
        assert.ok(sum > 0 && sum < 1 + 1e-9);
      }),
    );
  });

  it('learns a supplier from one correction, which outweighs what it believed before', () => {
    const entry = expense('zumbalero comercio 12');
    const correction = { ...entry, categoryId: 'insurance', copies: 5 };
    const taught = train([...examples, correction]).model;
    const again = suggest(taught, expense('PIX ENVIADO ZUMBALERO COMERCIO'));
    assert.equal(again[0]?.categoryId, 'insurance');
    assert.ok(again[0]?.reasons.some(({ word }) => word === 'ZUMBALERO'));
  });

  it('leaves out examples of categories that it does not have, and of the other kind', () => {
    const stray = [
      { ...expense('conta de luz'), categoryId: 'gone' },
      { ...expense('conta de luz'), categoryId: 'sales' },
    ];
    const trained = train(stray);
    assert.equal(trained.accuracy, null);
    assert.equal(decide(suggest(trained.model, expense('conta de luz')), threshold), null);
  });
});
