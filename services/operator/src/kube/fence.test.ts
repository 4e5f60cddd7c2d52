/** Protects: leadership ends by itself, by whichever clock has gone further, and never begins again. */
import assert from 'node:assert/strict';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createTerm, momentOf } from './fence.ts';

describe('a term of leading', () => {
  function begin() {
    const clock = createFakeClock();
    const term = createTerm(clock, { term: 7, heldMs: 10_000 });
    term.extend(momentOf(clock));
    return { clock, term, fence: term.fence };
  }

  it('is held until its time is over, and tells who works in it', async () => {
    const { clock, fence } = begin();
    assert.equal(fence.term, 7);
    await clock.advance(9_999);
    assert.deepEqual([fence.isHeld(), fence.signal.aborted], [true, false]);
    await clock.advance(1);
    assert.deepEqual([fence.isHeld(), fence.signal.aborted], [false, true]);
    assert.equal(fence.ending.aborted, true);
    assert.match(String(fence.signal.reason), /could not be renewed/);
  });

  it('counts from when a renewal was sent, however late its answer came', async () => {
    const { clock, term, fence } = begin();
    const sentAt = momentOf(clock);
    await clock.advance(8_000);
    term.extend(sentAt);
    await clock.advance(2_000);
    assert.equal(fence.isHeld(), false);
  });

  it('goes on with each renewal', async () => {
    const { clock, term, fence } = begin();
    for (let n = 0; n < 5; n += 1) {
      await clock.advance(6_000);
      term.extend(momentOf(clock));
    }
    assert.equal(fence.isHeld(), true);
  });

  it('is over after a pause of the process, before any timer has had its turn', () => {
    const { clock, fence } = begin();
    clock.sleepThrough(10_000);
    assert.deepEqual([fence.isHeld(), fence.signal.aborted], [false, false]);
  });

  it('is over after a suspended machine, whose monotonic clock stood still', () => {
    const { clock, fence } = begin();
    clock.jump(10_000);
    assert.equal(fence.isHeld(), false);
  });

  it('is held through a date that goes back', async () => {
    const { clock, fence } = begin();
    clock.jump(-3_600_000);
    await clock.advance(5_000);
    assert.equal(fence.isHeld(), true);
    await clock.advance(5_000);
    assert.equal(fence.isHeld(), false);
  });

  it('may be finished when it is asked to end, until its time is over', async () => {
    const { clock, term, fence } = begin();
    term.askToEnd();
    assert.deepEqual([fence.ending.aborted, fence.isHeld()], [true, true]);
    await clock.advance(10_000);
    assert.equal(fence.isHeld(), false);
  });

  it('is not begun again by a renewal that comes after its end', async () => {
    const { clock, term, fence } = begin();
    term.end('another replica has the lease');
    term.end('a second reason');
    term.extend(momentOf(clock));
    await clock.advance(1);
    assert.equal(fence.isHeld(), false);
    assert.match(String(fence.signal.reason), /another replica/);
  });
});
