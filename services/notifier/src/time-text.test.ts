/** Protects: the time in a message is the shop's, and no language reads it as another day. */
import assert from 'node:assert/strict';
import { timeText } from './time-text.ts';

describe('the time of a message', () => {
  it('is that of the shop, in the language of the reader', () => {
    const at = '2026-03-02T01:05:00.000Z';
    assert.equal(timeText(at, 'pt', 'America/Sao_Paulo'), '01/03/2026, 22:05');
    assert.equal(timeText(at, 'en', 'America/Sao_Paulo'), '01 Mar 2026, 22:05');
    assert.equal(timeText(at, 'pt', 'Europe/Lisbon'), '02/03/2026, 01:05');
  });
});
