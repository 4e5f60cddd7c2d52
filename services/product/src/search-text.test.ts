/** Protects: what a person types finds the product, whatever its accents and signs. */
import assert from 'node:assert/strict';
import { normaliseText, sortName } from '@balcao/contracts/normalise-text.ts';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { searchTerms, searchText } from './search-text.ts';

describe('search text', () => {
  it('knows neither accents nor case, composed or decomposed', () => {
    assert.equal(normaliseText('CORAÇÃO de Galinha'), 'coracao de galinha');
    assert.equal(normaliseText('pa\u0303o'), 'pao');
    assert.equal(normaliseText('p\u00e3o'), 'pao');
    assert.equal(normaliseText('İçli'), 'icli');
  });

  it('is the same when it is normalised again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = normaliseText(text);
        assert.equal(normaliseText(once), once);
      }),
    );
  });

  it('holds name, SKU, PLU and barcode', () => {
    const product = { name: 'Maminha', sku: 'CB-7', plu: '1234', barcode: null };
    assert.equal(searchText(product), 'maminha cb-7 1234');
  });

  it('keeps sort keys short enough for a cursor, and whole characters in them', () => {
    const key = sortName('𠮷'.repeat(120));
    assert.equal([...key].length, 60);
    assert.ok(key.isWellFormed());
  });
});

describe('search terms', () => {
  it('are the normalised words', () => {
    const terms = searchTerms('  Pão  FRANCÊS de ');
    assert.deepEqual(terms?.words, ['pao', 'frances', 'de']);
    assert.equal(terms?.text, 'pao frances de');
    assert.equal(terms?.isWritten, true);
    assert.equal(searchTerms('50%')?.isWritten, false);
    assert.equal(searchTerms('\u0301'), undefined);
  });

  it('know a PLU with leading zeros', () => {
    assert.equal(searchTerms('000745')?.code, '745');
    assert.equal(searchTerms('0007450')?.code, '0007450');
    assert.equal(searchTerms('000')?.code, '0');
  });
});
