/** Protects: what is found, in which order and on which page depends on the catalogue alone. */
import assert from 'node:assert/strict';
import { sortName } from '@balcao/contracts/normalise-text.ts';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createSearchIndex, type RankKey, type SearchDocument } from './search-index.ts';
import { searchTerms, searchText } from './search-text.ts';

const product = (name: string, fields: Partial<SearchDocument> = {}): SearchDocument => {
  const document = {
    id: name,
    version: 1,
    sku: `S-${name.length}`,
    plu: null,
    barcode: null,
    categoryId: null,
    active: true,
    sortName: sortName(name),
    ...fields,
  };
  return { searchText: searchText({ ...document, name }), ...document };
};

const everything = { categoryId: undefined, active: undefined, after: undefined, limit: 100 };
const indexOf = (documents: SearchDocument[]) => {
  const index = createSearchIndex();
  index.put(documents);
  return (q: string, request = {}): RankKey[] => {
    const terms = searchTerms(q);
    return terms === undefined ? [] : index.find(terms, { ...everything, ...request });
  };
};
const names = fc.uniqueArray(
  fc
    .array(fc.constantFrom('pica', 'picanha', 'alcatra', 'de', 'boi', 'b', 'boiada'), {
      minLength: 1,
    })
    .map((words) => words.join(' ')),
  { maxLength: 30 },
);

describe('the search index', () => {
  it('finds what a scan of all names finds', () => {
    fc.assert(
      fc.property(
        names,
        fc.constantFrom('pic', 'boi', 'alcatra boi', 'de pica', 'anh'),
        (all, q) => {
          const found = indexOf(all.map((name) => product(name)))(q).map(({ id }) => id);
          const words = q.split(' ');
          const isMatch = (name: string) =>
            words.every((typed) =>
              name
                .split(' ')
                .some(
                  (word) => word.startsWith(typed) || (typed.length > 2 && word.includes(typed)),
                ),
            );
          const expected = all.filter(isMatch);
          if (expected.length > 0) assert.deepEqual(found.toSorted(), expected.toSorted());
        },
      ),
    );
  });

  it('shows the same in pages as at once', () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 5 }), (all, limit) => {
        const find = indexOf(all.map((name) => product(name)));
        for (const q of ['pica', 'picamha']) {
          const seen: RankKey[] = [];
          for (let page = find(q, { limit }); page.length > 0; ) {
            seen.push(...page);
            page = find(q, { limit, after: page.at(-1) });
          }
          assert.deepEqual(seen, find(q));
        }
      }),
    );
  });

  it('keeps the newest version, in whatever order they come', () => {
    const old = product('Maçã', { id: 'x', version: 1 });
    const young = product('Pêra', { id: 'x', version: 2 });
    for (const order of [
      [old, young],
      [young, old],
    ]) {
      const find = indexOf(order);
      assert.deepEqual(find('maca'), []);
      assert.equal(find('pera').length, 1);
    }
  });

  it('guesses words, never numbers, and counts errors over all words', () => {
    const find = indexOf([
      product('Picanha maturada', { plu: '1234' }),
      product('Picanha suína'),
      product('Patinho'),
    ]);
    assert.deepEqual(
      find('picnha').map(({ rank, id }) => [rank, id]),
      [
        [11, 'Picanha maturada'],
        [11, 'Picanha suína'],
      ],
    );
    assert.deepEqual(
      find('picnha maturda').map(({ rank }) => rank),
      [12],
    );
    assert.deepEqual(find('1235'), []);
    assert.deepEqual(find('patimho', { active: false }), []);
  });
});
