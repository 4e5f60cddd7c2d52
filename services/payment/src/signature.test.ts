/** Guards the webhook's signature: what is forged, altered or old is refused. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { Problem } from '@balcao/kit/problem.ts';
import { requireSignature, sign, toleranceSeconds } from './signature.ts';

const secret = 'a secret of sixteen';
const nowMs = Date.parse('2026-11-22T12:00:00Z');
const body = Buffer.from('{"id":"evt_1"}');
const header = sign(body, secret, nowMs);

const refuses = (message: { header: string | undefined; body: Buffer }, atMs = nowMs) =>
  assert.throws(
    () => requireSignature(message, secret, atMs),
    (error) => error instanceof Problem && error.code === 'invalid_signature',
  );

describe('a webhook signature', () => {
  it('is the HMAC-SHA256 of time, point and body in the documented form', () => {
    const seconds = nowMs / 1000;
    const hex = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
    assert.equal(header, `t=${seconds},v1=${hex}`);
  });

  it('is accepted up to five minutes before and after its time', () => {
    for (const seconds of [0, toleranceSeconds, -toleranceSeconds]) {
      requireSignature({ header, body }, secret, nowMs + seconds * 1000);
    }
  });

  it('is refused beyond that, though it is genuine', () => {
    refuses({ header, body }, nowMs + (toleranceSeconds + 1) * 1000);
    refuses({ header, body }, nowMs - (toleranceSeconds + 1) * 1000);
  });

  it('is refused for another body, another secret, and another time', () => {
    refuses({ header, body: Buffer.from('{"id":"evt_2"}') });
    refuses({ header: sign(body, 'another secret here', nowMs), body });
    refuses({ header: header.replace(/t=\d+/, `t=${nowMs / 1000 + 1}`), body });
  });

  for (const bad of [
    undefined,
    '',
    'v1=',
    't=,v1=',
    header.slice(0, -1),
    `${header}0`,
    header.toUpperCase(),
  ]) {
    it(`is refused when it is not well formed: ${String(bad).slice(0, 20)}`, () =>
      refuses({ header: bad, body }));
  }
});
