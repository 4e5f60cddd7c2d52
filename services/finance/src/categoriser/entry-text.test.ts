/** Guarantees of the features: accents, case and numbers make no difference, and a word is known by its parts. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { featuresOf } from './entry-text.ts';

const entry = { kind: 'expense', amountMinor: 35_000 } as const;
const namesOf = (description: string) =>
  featuresOf({ ...entry, description }).map(({ name }) => name);

describe('featuresOf', () => {
  it('takes words, their character 3–5-grams with both ends marked, and the power of two of the amount', () => {
    assert.deepEqual(namesOf('Luz'), [
      'word luz',
      'gram  lu',
      'gram luz',
      'gram uz ',
      'gram  luz',
      'gram luz ',
      'gram  luz ',
      'amount 15',
    ]);
  });

  it('sees no accents, no case, no numbers and no punctuation', () => {
    assert.deepEqual(namesOf('ÁGUA (n. 123/26)'), namesOf('agua n'));
    assert.deepEqual(namesOf('a\u0301gua'), namesOf('água'));
  });

  it('remembers each word as it was written', () => {
    const words = featuresOf({ ...entry, description: 'Conta de LUZ' }).map(({ word }) => word);
    assert.deepEqual(new Set(words), new Set(['Conta', 'de', 'LUZ', null]));
  });

  it('takes any text and any amount', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1 }),
        (description, amountMinor) => {
          const features = featuresOf({ kind: 'income', description, amountMinor });
          assert.equal(features.filter(({ block }) => block === 'amount').length, 1);
        },
      ),
    );
  });
});
