/** An alert says in both languages what has happened to which price. */
import assert from 'node:assert/strict';
import type { RuleCondition } from '@balcao/contracts/api/market-rules.ts';
import { describeAlert } from './describe-alert.ts';

const minute = 60;
const cases: [RuleCondition, { isAbove: boolean; pt: string; en: string }][] = [
  [
    { kind: 'change', direction: 'either', percent: 10.5, windowSeconds: 5 * minute },
    {
      isAbove: true,
      pt: 'USD-BRL: subiu mais de 10,5% em 5 minutos (5,72; mínima 5,2)',
      en: 'USD-BRL: rose more than 10.5% within 5 minutes (5.72; lowest 5.2)',
    },
  ],
  [
    { kind: 'mean', direction: 'below', windowSeconds: 86_400, minQuotes: 1 },
    {
      isAbove: false,
      pt: 'USD-BRL: abaixo da média de 1 dia (5,72; média 5,2)',
      en: 'USD-BRL: below the mean of 1 day (5.72; mean 5.2)',
    },
  ],
  [
    { kind: 'deviation', direction: 'down', percent: 3, windowSeconds: 90 * minute, minQuotes: 1 },
    {
      isAbove: false,
      pt: 'USD-BRL: mais de 3% abaixo da média de 90 minutos (5,72; média 5,2)',
      en: 'USD-BRL: more than 3% below the mean of 90 minutes (5.72; mean 5.2)',
    },
  ],
  [
    { kind: 'threshold', direction: 'above', price: '5.2' },
    {
      isAbove: true,
      pt: 'USD-BRL: acima do limite (5,72; limite 5,2)',
      en: 'USD-BRL: above the limit (5.72; limit 5.2)',
    },
  ],
];

describe('the summary of an alert', () => {
  for (const [condition, { isAbove, pt, en }] of cases) {
    it(`tells of ${condition.kind}`, () => {
      const facts = { symbol: 'USD-BRL', condition, value: '5.72', reference: '5.2', isAbove };
      assert.deepEqual(describeAlert(facts), { pt, en });
    });
  }

  it('rounds a mean to the digits of the price, and sets thousands apart', () => {
    const condition: RuleCondition = {
      kind: 'mean',
      direction: 'below',
      windowSeconds: 86_400,
      minQuotes: 1,
    };
    const figures = { value: '90190.74', reference: '91726.01090909' };
    assert.deepEqual(describeAlert({ symbol: 'BTC-USD', condition, ...figures, isAbove: false }), {
      pt: 'BTC-USD: abaixo da média de 1 dia (90.190,74; média 91.726,01)',
      en: 'BTC-USD: below the mean of 1 day (90,190.74; mean 91,726.01)',
    });
  });

  it('tells of absence without figures', () => {
    const condition: RuleCondition = { kind: 'absent', afterSeconds: 7200 };
    const facts = { symbol: 'BOI', condition, value: null, reference: null, isAbove: false };
    assert.deepEqual(describeAlert(facts), {
      pt: 'BOI: sem cotação há mais de 2 horas',
      en: 'BOI: no quote for more than 2 hours',
    });
  });
});
