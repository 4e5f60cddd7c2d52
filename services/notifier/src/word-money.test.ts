/** Protects: a difference in a drawer is named with its sign in words, and is worth a look. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { moneyText, quantityText } from './figures.ts';
import { wordTillClosed } from './word-money.ts';

const till = (differenceMinor: number) =>
  wordTillClosed({
    tillId: '019ac0fe-0000-7000-8000-00000000000a',
    register: 'Caixa 1',
    sellerId: '019ac0fe-0000-7000-8000-00000000000b',
    closedAt: '2026-11-25T22:00:00Z',
    businessDate: '2026-11-25',
    floatMinor: 0,
    expectedMinor: 10_000,
    countedMinor: 10_000 + differenceMinor,
    differenceMinor,
    salesMinor: 10_000,
    totals: [],
  });

describe('what is said of money', () => {
  it('tells a drawer that is short, one that holds too much and one that is right', () => {
    assert.deepEqual(till(-150).body, {
      pt: 'Contado R$ 98,50: faltam R$ 1,50.',
      en: 'Counted R$ 98.50: R$ 1.50 missing.',
    });
    assert.deepEqual(till(5).body, {
      pt: 'Contado R$ 100,05: sobram R$ 0,05.',
      en: 'Counted R$ 100.05: R$ 0.05 too much.',
    });
    assert.deepEqual(
      [till(-1).severity, till(1).severity, till(0).severity],
      ['warning', 'warning', 'info'],
    );
  });

  it('writes figures as each language does', () => {
    assert.deepEqual(moneyText(-5), { pt: 'R$ -0,05', en: 'R$ -0.05' });
    assert.deepEqual(quantityText(1_234_500, 'kg'), { pt: '1.234,500 kg', en: '1,234.500 kg' });
    assert.deepEqual(quantityText(3_000, 'un'), { pt: '3 un', en: '3 pcs' });
  });
});
