/** Protects: what belongs together is one message, and an alert's end is never apart from its beginning. */
import assert from 'node:assert/strict';
import { groupLabel } from '@balcao/contracts/api/notification-routes.ts';
import { describe, it } from 'mocha';
import { groupKey } from './group-key.ts';

const firing = {
  event: 'market.alert.firing',
  subject: 'alert-1',
  rule: 'rule-1',
  symbol: 'USD-BRL',
} as const;
const stockLow = { event: 'stock.low', subject: 'rule-1', rule: null, symbol: null } as const;

describe('the group of a notification', () => {
  it('is one for all where nothing tells groups apart', () => {
    assert.deepEqual([groupKey(firing, []), groupKey(stockLow, [])], ['', '']);
  });

  it('is the same for the beginning and the end of an alert, whatever tells groups apart', () => {
    const end = { ...firing, event: 'market.alert.resolved' } as const;
    for (const label of groupLabel.options)
      assert.equal(groupKey(end, [label]), groupKey(firing, [label]), label);
  });

  it('differs where a label that counts does, and only there', () => {
    for (const label of groupLabel.options) {
      const others = groupLabel.options.filter((each) => each !== label);
      const other = { ...firing, [label]: label === 'event' ? 'stock.low' : 'other' };
      assert.notEqual(groupKey(other, [label]), groupKey(firing, [label]), label);
      assert.equal(groupKey(other, others), groupKey(firing, others), label);
    }
  });

  it('does not hang on the order of the labels, and takes no value of one for that of another', () => {
    assert.equal(groupKey(firing, ['rule', 'symbol']), groupKey(firing, ['symbol', 'rule']));
    assert.notEqual(groupKey(stockLow, ['subject']), groupKey(firing, ['rule']));
    assert.equal(groupKey(stockLow, ['rule']), groupKey({ ...stockLow, subject: 'x' }, ['rule']));
  });
});
