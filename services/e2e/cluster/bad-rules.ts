/** AlertRules that the API server itself has to refuse, each with what it has to say. */
import { change, condition, many, rows } from './bad-manifest.ts';

export const badRules = rows('AlertRule', [
  ['no symbols', { symbols: undefined }, 'spec.symbols: Required value'],
  ['an empty list of symbols', { symbols: [] }, 'should have at least 1 items'],
  ['51 symbols', { symbols: many(51, (n) => `S${n}`) }, 'must have at most 50 items'],
  ['a symbol twice', { symbols: ['USD-BRL', 'USD-BRL'] }, 'Duplicate value: "USD-BRL"'],
  ['a symbol with a comma', { symbols: ['USD,BRL'] }, 'letters, digits and . _ : -, 40 at most'],
  [
    'an inhibitor that is no name',
    { inhibitedBy: ['The Other'] },
    'the name of an object: small letters',
  ],
  ['an inhibitor twice', { inhibitedBy: ['a', 'a'] }, 'Duplicate value: "a"'],
  ['no condition', { condition: undefined }, 'spec.condition: Required value'],
  ['a condition of no kind', { condition: { price: '5' } }, 'spec.condition.kind: Required value'],
  [
    'a condition of an unknown kind',
    { condition: { kind: 'trend' } },
    'supported values: "change", "mean"',
  ],
  [
    'a threshold without a price',
    { condition: { ...condition, price: undefined } },
    'kind threshold needs direction and price',
  ],
  [
    'a change without a window',
    { condition: { ...change, windowSeconds: undefined } },
    'kind change needs direction, percent and windowSeconds',
  ],
  [
    'a threshold with a percentage',
    { condition: { ...condition, percent: 3 } },
    'percent is only for kind change or deviation: leave it out',
  ],
  [
    'an absence with a direction',
    { condition: { kind: 'absent', afterSeconds: 60, direction: 'up' } },
    'direction is only for kind change, mean, deviation or threshold',
  ],
  ['an absence of no length', { condition: { kind: 'absent' } }, 'kind absent needs afterSeconds'],
  [
    'a threshold that looks up',
    { condition: { ...condition, direction: 'up' } },
    'direction of kind mean or threshold is below or above',
  ],
  [
    'a change that looks above',
    { condition: { ...change, direction: 'above' } },
    'direction of kind change or deviation is up, down or either',
  ],
  [
    'a price that is a number',
    { condition: { ...condition, price: 5.8 } },
    'must be of type string',
  ],
  [
    'a price with a comma',
    { condition: { ...condition, price: '5,80' } },
    'a decimal such as 5.4258',
  ],
  [
    'a price of nothing',
    { condition: { ...condition, price: '0' } },
    'condition.price must be above 0',
  ],
  [
    'a price beyond reckoning',
    { condition: { ...condition, price: '99000000' } },
    'at most 90000000',
  ],
  ['a percentage below 0', { condition: { ...change, percent: -1 } }, 'greater than or equal to 0'],
  [
    'a percentage with five decimals',
    { condition: { ...change, percent: 2.00001 } },
    'condition.percent has four decimals at most',
  ],
  [
    'a window of more than a year',
    { condition: { ...change, windowSeconds: 40_000_000 } },
    'less than or equal to 31622400',
  ],
  [
    'a mean of no quotes',
    { condition: { kind: 'mean', direction: 'above', windowSeconds: 60, minQuotes: 0 } },
    'greater than or equal to 1',
  ],
  [
    'a rule on absence with a no-data time',
    { condition: { kind: 'absent', afterSeconds: 60 }, noDataSeconds: 60 },
    'noDataSeconds is not for a rule on absence: leave it out',
  ],
  [
    'a severity that nobody knows',
    { severity: 'fatal' },
    'supported values: "info", "warning", "critical"',
  ],
  [
    'a label with a capital',
    { labels: { Team: 'till' } },
    'a label is small letters, digits and _',
  ],
  [
    '21 labels',
    { labels: Object.fromEntries(many(21, (n) => [`l${n}`, 'x'] as const)) },
    'must have at most 20 items',
  ],
  ['a label without a value', { labels: { team: '' } }, 'should be at least 1 chars long'],
  ['a negative patience', { forSeconds: -1 }, 'greater than or equal to 0'],
]);
