/** Protects: a stolen database holds no usable token, and no two tokens are the same. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createToken, hashToken } from './secret-token.ts';

describe('a secret token', () => {
  it('carries 256 bits, and its hash is found again', () => {
    const made = Array.from({ length: 200 }, () => createToken());
    for (const { token, hash } of made) {
      assert.match(token, /^[\w-]{43}$/);
      assert.deepEqual(hashToken(token), hash);
      assert.equal(hash.includes(Buffer.from(token, 'base64url')), false);
    }
    assert.equal(new Set(made.map(({ token }) => token)).size, made.length);
  });

  it('hashes by SHA-256, and different texts to different hashes', () => {
    // FIPS 180-2, appendix B.1.
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    assert.equal(hashToken('abc').toString('hex'), abc);
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, two) => {
        assert.equal(hashToken(one).equals(hashToken(two)), one === two);
      }),
    );
  });
});
