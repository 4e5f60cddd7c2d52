/** Guarantees of TF-IDF: rare features count more, each block has its length, and the unknown counts nothing. */
import assert from 'node:assert/strict';
import { type Feature, featuresOf } from './entry-text.ts';
import { fitVocabulary, vectorise } from './vocabulary.ts';

const featuresFor = (description: string): Feature[] =>
  featuresOf({ kind: 'expense', amountMinor: 100, description });
const vocabulary = fitVocabulary(['conta luz', 'conta agua', 'conta gas'].map(featuresFor));
const nameAt = new Map([...vocabulary.positions].map(([name, position]) => [position, name]));
const valuesOf = (description: string) =>
  new Map(
    vectorise(vocabulary, featuresFor(description)).map(({ position, value }) => [
      nameAt.get(position),
      value,
    ]),
  );

describe('vectorise', () => {
  it('weighs with ln((1 + n) / (1 + df)) + 1', () => {
    assert.equal(vocabulary.idf[vocabulary.positions.get('word conta') ?? -1], 1);
    assert.equal(vocabulary.idf[vocabulary.positions.get('word luz') ?? -1], Math.log(2) + 1);
    const values = valuesOf('conta luz');
    assert.ok((values.get('word luz') ?? 0) > (values.get('word conta') ?? 0));
  });

  it('brings words and n-grams to length 1 each, however many there are', () => {
    for (const text of ['conta', 'conta luz', 'conta luz luz agua gas']) {
      const terms = [...valuesOf(text)];
      for (const block of ['word', 'gram']) {
        const ofBlock = terms.flatMap(([name, value]) => (name?.startsWith(block) ? [value] : []));
        assert.ok(Math.abs(Math.hypot(...ofBlock) - 1) < 1e-12, `${block}s of ${text}`);
      }
    }
  });

  it('knows a word that came once, but no n-gram that did', () => {
    assert.equal(vocabulary.positions.has('word luz'), true);
    assert.equal(vocabulary.positions.has('gram luz'), false);
    assert.equal(vocabulary.positions.has('gram cont'), true);
  });

  it('leaves out what it does not know', () => {
    assert.deepEqual([...valuesOf('xyz').keys()], ['amount 6']);
  });
});
