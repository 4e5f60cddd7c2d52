/** Protects: a typed percentage is exactly what was meant, and never more than the whole. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { formatPercent, parsePercent } from './percent-text.ts';

describe('a percentage', () => {
  it('is read with comma or point, to a hundredth', () => {
    assert.equal(parsePercent('15'), 1500);
    assert.equal(parsePercent('12,5'), 1250);
    assert.equal(parsePercent(' 0.01 % '), 1);
    assert.equal(parsePercent('100'), 10_000);
  });

  it('is refused where it is none, nothing, or more than the whole', () => {
    for (const text of ['', '0', '100,01', '12,345', '-5', 'x']) {
      assert.equal(parsePercent(text), null, text);
    }
  });

  it('is read back as it is written', () => {
    for (const basisPoints of [1, 10, 105, 1250, 1500, 10_000]) {
      assert.equal(parsePercent(formatPercent(basisPoints)), basisPoints);
    }
    assert.equal(formatPercent(null), '');
  });
});
