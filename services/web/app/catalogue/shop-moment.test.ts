/** Protects: a price begins when the clock on the shop's wall says so, not the clerk's device. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { instantOfShopTime } from './shop-moment.ts';

describe('a moment on the clock of the shop', () => {
  it('is an instant by the zone of the shop', () => {
    const at = instantOfShopTime('2026-11-28T08:00', 'America/Sao_Paulo');
    assert.equal(at, '2026-11-28T11:00:00.000Z');
    assert.equal(instantOfShopTime('2026-11-28T08:00', 'UTC'), '2026-11-28T08:00:00.000Z');
  });

  it('is right on both sides of a change of the clock', () => {
    const zone = 'Europe/Berlin';
    assert.equal(instantOfShopTime('2026-03-29T01:30', zone), '2026-03-29T00:30:00.000Z');
    assert.equal(instantOfShopTime('2026-03-29T03:30', zone), '2026-03-29T01:30:00.000Z');
  });

  it('is none where the text is no date and time', () => {
    assert.equal(instantOfShopTime('', 'UTC'), null);
    assert.equal(instantOfShopTime('2026-13-40T99:99', 'UTC'), null);
  });
});
