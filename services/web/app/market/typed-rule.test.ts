/** A rule that is opened in the form and saved unchanged is the same rule. */
import assert from 'node:assert/strict';
import {
  type Rule,
  type RuleCondition,
  updateRuleRequest,
} from '@balcao/contracts/api/market-rules.ts';
import { describe, it } from 'mocha';
import { ruleOf, typedRule } from './typed-rule.ts';

const conditions: RuleCondition[] = [
  { kind: 'change', direction: 'either', percent: 2.5, windowSeconds: 86_400 },
  { kind: 'mean', direction: 'above', windowSeconds: 72_000, minQuotes: 20 },
  { kind: 'deviation', direction: 'down', percent: 1.25, windowSeconds: 90, minQuotes: 5 },
  { kind: 'threshold', direction: 'below', price: '5.4258' },
  { kind: 'absent', afterSeconds: 600 },
];

const ruleWith = (condition: RuleCondition): Rule => ({
  id: '019ad5e4-0000-7000-8000-000000000001',
  name: 'O dólar mexeu',
  symbols: ['USD-BRL', 'EUR-BRL'],
  condition,
  forSeconds: 60,
  keepFiringForSeconds: 120,
  noDataSeconds: null,
  severity: 'critical',
  labels: {},
  inhibitedBy: ['019ad5e4-0000-7000-8000-000000000002'],
  inhibitedOn: 'same-symbol',
  active: true,
  states: [],
  managedBy: null,
  version: 3,
});

describe('the form of a rule', () => {
  for (const condition of conditions) {
    it(`keeps a rule of the kind ${condition.kind} as it is`, () => {
      const { id: _id, states: _states, version: _version, ...rule } = ruleWith(condition);
      const { managedBy: _managedBy, ...kept } = rule;
      assert.deepEqual(ruleOf(typedRule(ruleWith(condition))), kept);
      assert.ok(updateRuleRequest.safeParse(kept).success);
    });
  }

  it('reads symbols however they are separated, and decimals with a comma', () => {
    const typed = { ...typedRule(null), symbols: 'usd-brl;  eur-brl', percent: '2,5' };
    const { symbols, condition } = ruleOf(typed);
    assert.deepEqual(symbols, ['USD-BRL', 'EUR-BRL']);
    assert.equal(condition.kind === 'change' && condition.percent, 2.5);
  });
});
