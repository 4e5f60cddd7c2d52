/** Protects: what runs under limits ends with the first of them, and leaves nothing at signals that live on. */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { withLimits } from './with-limits.ts';

/** Ends as its signal does. */
const forever = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
  });

describe('limits', () => {
  it('answer what was answered, and leave nothing behind', async () => {
    const clock = createFakeClock();
    const { signal } = new AbortController();
    let late = 0;
    const limits = {
      signals: [signal],
      timeoutMs: 10,
      onLate: () => new Error(`${++late}`),
      clock,
    };
    assert.equal(await withLimits(limits, async () => 'done'), 'done');
    assert.equal(getEventListeners(signal, 'abort').length, 0);
    await clock.advance(20);
    assert.equal(late, 0, 'its timer is called off');
  });

  it('leave nothing behind where it failed', async () => {
    const { signal } = new AbortController();
    const failing = withLimits({ signals: [signal] }, () => Promise.reject(new Error('broken')));
    await assert.rejects(failing, /broken/);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('end with the reason of whichever signal is aborted first', async () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const running = withLimits({ signals: [one.signal, other.signal] }, forever);
    other.abort(new Error('the second'));
    one.abort(new Error('the first'));
    await assert.rejects(running, /the second/);
  });

  it('end at once where a signal was aborted before', async () => {
    const signals = [AbortSignal.abort(new Error('long ago'))];
    await assert.rejects(withLimits({ signals }, forever), /long ago/);
  });

  it('end when the time is over, with what says so', async () => {
    const clock = createFakeClock();
    const onLate = () => new Error('no answer in time');
    const limits = { signals: [], timeoutMs: 1_000, onLate, clock };
    const running = withLimits(limits, forever);
    const ended = assert.rejects(running, /no answer in time/);
    await clock.advance(1_000);
    await ended;
  });
});
