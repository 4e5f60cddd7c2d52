/** Guards that a reconciliation has every transaction once, in the right state, and that its sums are theirs. */
import assert from 'node:assert/strict';
import { sumMinor } from '@balcao/contracts/money.ts';
import fc from 'fast-check';
import type { ProviderTransaction } from './provider.ts';
import { type BookedTransaction, countsOf, keyOf, reconcile, totalsOf } from './reconcile.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 12, minute)).toISOString();

/** A transaction that one side has, or both, with amounts that agree or not. */
const fact = fc.record({
  kind: fc.constantFrom('charge' as const, 'refund' as const),
  name: fc.uuid(),
  side: fc.constantFrom('both', 'ours', 'theirs', 'ours, theirs elsewhere', 'theirs, ours earlier'),
  amountMinor: fc.integer({ min: 1, max: 1_000_000 }),
  errorMinor: fc.constantFrom(0, 0, 1, -1),
  minute: fc.nat(59),
});
type Fact = typeof fact extends fc.Arbitrary<infer T> ? T : never;

const theirOf = ({ kind, name, amountMinor, errorMinor, minute }: Fact): ProviderTransaction => ({
  kind,
  name,
  amountMinor: amountMinor + errorMinor,
  at: at(minute),
});
const ourOf = ({ kind, name, amountMinor, minute }: Fact): BookedTransaction => ({
  ...{ kind, name, amountMinor, at: at(minute) },
  paymentId: name,
  status: 'approved',
});
const of = (facts: Fact[], ...sides: string[]) => facts.filter(({ side }) => sides.includes(side));

function expected({ side, errorMinor }: Fact): string | undefined {
  if (side === 'ours, theirs elsewhere') return undefined;
  if (side === 'ours') return 'only_ours';
  if (side === 'theirs') return 'only_theirs';
  return errorMinor === 0 ? 'matched' : 'amount_differs';
}

describe('a reconciliation', () => {
  it('has each transaction once, by time, in the state that its sides are in', () => {
    const facts = fc.uniqueArray(fact, { selector: ({ name }) => name, maxLength: 40 });
    fc.assert(
      fc.property(facts, (all) => {
        const elsewhere = new Set(of(all, 'ours, theirs elsewhere').map(ourOf).map(keyOf));
        const items = reconcile({
          theirs: of(all, 'both', 'theirs', 'theirs, ours earlier').map(theirOf),
          named: of(all, 'both', 'theirs, ours earlier').map(ourOf),
          booked: of(all, 'both', 'ours', 'ours, theirs elsewhere').map(ourOf),
          isElsewhere: (our) => elsewhere.has(keyOf(our)),
        });
        const states = new Map(items.map((item) => [item.name, item.state]));
        assert.equal(states.size, items.length);
        for (const one of all) assert.equal(states.get(one.name), expected(one));
        const times = items.map((item) => item.at);
        assert.deepEqual(times, times.toSorted());

        const { ours, theirs, differenceMinor } = totalsOf(items);
        const net = (side: 'ourMinor' | 'theirMinor') =>
          sumMinor(items.map((item) => (item.kind === 'charge' ? 1 : -1) * (item[side] ?? 0)));
        assert.deepEqual([ours.netMinor, theirs.netMinor], [net('ourMinor'), net('theirMinor')]);
        assert.equal(differenceMinor, net('theirMinor') - net('ourMinor'));
        const counted = Object.values(countsOf(items));
        assert.equal(
          counted.reduce((sum, count) => sum + count, 0),
          items.length,
        );
      }),
    );
  });

  it('books a charge once that the provider lists twice', () => {
    const one: Fact = {
      ...{ kind: 'charge', name: 'a', side: 'both', amountMinor: 5, errorMinor: 0, minute: 1 },
    };
    const items = reconcile({
      theirs: [theirOf(one), theirOf(one)],
      named: [ourOf(one)],
      booked: [ourOf(one)],
      isElsewhere: () => false,
    });
    assert.deepEqual(
      items.map(({ state }) => state),
      ['matched', 'only_theirs'],
    );
  });
});
