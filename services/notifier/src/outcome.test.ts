/** Protects: what may pass is tried again when the other side wants it, and what will not pass is not. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { AddressRefused } from './address-guard.ts';
import { outcomeOf, outcomeOfError, retryDelayMs } from './outcome.ts';

const nowMs = Date.parse('2026-11-25T12:00:00Z');
const read = (status: number, retryAfter?: string, text = '') =>
  outcomeOf({ status, retryAfter, text }, nowMs);

describe('the outcome of an attempt', () => {
  it('is sent for 2xx, refused for what will not change, failed for the rest', () => {
    const kinds = [200, 204, 301, 400, 404, 410, 408, 429, 500, 503].map((code) => read(code).kind);
    const four = (kind: string) => Array.from({ length: 4 }, () => kind);
    assert.deepEqual(kinds, ['sent', 'sent', ...four('refused'), ...four('failed')]);
  });

  it('waits as long as it is asked to: seconds, a date, or as Telegram says it, at most a day', () => {
    const wanted = (retryAfter?: string, text?: string) => {
      const outcome = read(429, retryAfter, text);
      return outcome.kind === 'failed' ? outcome.afterMs : undefined;
    };
    assert.equal(wanted('7'), 7_000);
    assert.equal(wanted('Wed, 25 Nov 2026 12:01:00 GMT'), 60_000);
    assert.equal(wanted('Wed, 25 Nov 2026 11:00:00 GMT'), 0);
    assert.equal(wanted('99999999'), 86_400_000);
    assert.equal(wanted('soon'), null);
    assert.equal(wanted(undefined, '{"ok":false,"parameters":{"retry_after":35}}'), 35_000);
  });

  it('does not try a private address again', () => {
    assert.equal(outcomeOfError(new AddressRefused('no')).kind, 'refused');
    assert.equal(outcomeOfError(new Error('ECONNRESET')).kind, 'failed');
  });

  it('is refused by a mail server for good where the library calls its reply permanent, and told in brief', () => {
    const of = (permanent: boolean) =>
      outcomeOfError(Object.assign(new Error('x'.repeat(9_000)), { permanent }));
    assert.deepEqual(of(true), { kind: 'refused', reason: 'x'.repeat(500) });
    assert.equal(of(false).kind, 'failed');
  });

  it('waits longer each time, spread over the upper half, at most an hour', () => {
    assert.deepEqual(
      [1, 2, 3].map((attempts) => retryDelayMs(attempts, 100, 1)),
      [100, 200, 400],
    );
    assert.equal(retryDelayMs(3, 100, 0), 200);
    assert.equal(retryDelayMs(90, 100, 1), 3_600_000);
  });
});
