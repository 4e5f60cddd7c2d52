/** PriceFeeds that the API server itself has to refuse, each with what it has to say. */
import { rows } from './bad-manifest.ts';

export const badFeeds = rows('PriceFeed', [
  ['no provider', { provider: undefined }, 'spec.provider: Required value'],
  [
    'a provider that nobody knows',
    { provider: 'reuters' },
    'supported values: "awesomeapi", "coincap"',
  ],
  ['no symbol', { symbol: undefined }, 'spec.symbol: Required value'],
  ['a symbol in small letters', { symbol: 'usd-brl' }, 'letters, digits and . _ : -, 40 at most'],
  ['a symbol with a space', { symbol: 'USD BRL' }, 'letters, digits and . _ : -, 40 at most'],
  ['a symbol of 41 letters', { symbol: 'A'.repeat(41) }, 'letters, digits and . _ : -, 40 at most'],
  ['no code', { code: undefined }, 'spec.code: Required value'],
  ['a code that is a question', { code: 'USD?' }, 'letters, digits and . / -, 40 at most'],
  ['a code of 300 letters', { code: 'A'.repeat(300) }, 'may not be more than 253'],
  ['no interval', { everySeconds: undefined }, 'spec.everySeconds: Required value'],
  ['every second', { everySeconds: 1 }, 'greater than or equal to 10'],
  ['every two days', { everySeconds: 172_800 }, 'less than or equal to 86400'],
  ['an interval in words', { everySeconds: '1m' }, 'must be of type integer'],
  ['half a second more', { everySeconds: 60.5 }, 'must be of type integer'],
  ['a field that is not there', { interval: 60 }, 'unknown field "spec.interval"'],
  ['an empty name for people', { displayName: '' }, 'should be at least 1 chars long'],
  [
    'a name for people of two lines',
    { displayName: 'two\nlines' },
    'control characters are not allowed',
  ],
  ['suspended by a word', { suspend: 'yes' }, 'must be of type boolean'],
  [
    'a deletion policy of another operator',
    { deletionPolicy: 'Orphan' },
    'supported values: "Delete", "Retain"',
  ],
  ['an adoption by name', { adoptId: 'dollar' }, 'must be of type uuid'],
  ['a fallback that is no name', { fallback: 'The Other' }, 'the name of an object: small letters'],
]);
