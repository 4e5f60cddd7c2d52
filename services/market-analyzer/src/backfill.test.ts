/** Protects: a back-fill asks for each day once, within what the provider takes. */
import assert from 'node:assert/strict';
import { addDays, daysBetween } from '@balcao/contracts/dates.ts';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { cutRange } from './backfill.ts';

describe('a back-fill', () => {
  it('asks for each day once, in pieces that the provider takes', () => {
    const days = fc.integer({ min: 0, max: 12_000 });
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 3_650 }), (length, maxDays) => {
        const from = '1994-07-01';
        const to = addDays(from, length);
        const pieces = cutRange({ from, to }, maxDays);
        let expected = to;
        for (const piece of pieces) {
          assert.equal(piece.to, expected);
          assert.ok(piece.from >= from && daysBetween(piece.from, piece.to) < maxDays);
          expected = addDays(piece.from, -1);
        }
        assert.equal(expected, addDays(from, -1));
      }),
    );
  });
});
