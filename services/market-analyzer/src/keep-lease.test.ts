/** Protects: whoever reads long windows keeps the lead, without a write for each page, and stops when it is lost. */
import assert from 'node:assert/strict';
import type { Queryable } from '@balcao/kit/db.ts';
import { describe, it } from 'mocha';
import { keepLease } from './keep-lease.ts';
import { readWindow } from './read-window.ts';
import { Overtaken } from './record-round.ts';

describe('keeping a lease', () => {
  it('prolongs at most once in its time, and throws when another one has it', async () => {
    let atMs = 0;
    let count = 0;
    let isOurs = true;
    const hold = async () => {
      count += 1;
      return isOurs;
    };
    const keep = keepLease({ hold, everyMs: 1_000, clock: () => atMs });
    for (; atMs < 5_000; atMs += 100) await keep();
    assert.equal(count, 4);
    isOurs = false;
    await assert.rejects(keep(), Overtaken);
  });

  it('is done for each page of a window', async () => {
    const sizes = [2_000, 2_000, 3];
    const page = (length: number) =>
      Array.from({ length }, () => ({ symbol: 'A', price: '1', at: 0, xid: 1, seq: 1 }));
    const db = { query: async () => page(sizes.shift() ?? 0) } as unknown as Queryable;
    let count = 0;
    const onPage = async () => {
      count += 1;
    };
    const window = { symbol: 'A', windowMs: 1 };
    await readWindow(db, window, { upTo: { xid: 2, seq: 0 }, onPage });
    assert.equal(count, 3);
  });
});
