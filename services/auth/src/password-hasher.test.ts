/** Protects: passwords are stored as Argon2id with the work that is set, and only the right one is let in. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { parseHash } from './password-hash.ts';
import { createPasswordHasher } from './password-hasher.ts';

const hasher = createPasswordHasher({ memoryKib: 19_456, passes: 2 });
const { hash: hashPassword, verify: verifyPassword, impossibleHash } = hasher;

describe('password hasher', () => {
  it('agrees with the reference implementation of Argon2', async () => {
    // argon2 command line: echo -n password | argon2 somesalt -id -v 13 -t 2 -k 65536 -p 1
    const reference =
      '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    assert.equal(await verifyPassword('password', reference), true);
    assert.equal(await verifyPassword('Password', reference), false);
  });

  it('uses the work that is set, one lane, and another salt each time', async () => {
    const [one, two] = await Promise.all([
      hashPassword('picanha 1234'),
      hashPassword('picanha 1234'),
    ]);
    assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    assert.notEqual(one, two);
    const other = createPasswordHasher({ memoryKib: 8_192, passes: 3 });
    assert.match(await other.hash('picanha 1234'), /\$m=8192,t=3,p=1\$/);
  });

  it('lets in the password it was made of, and nothing near it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }),
        async (password) => {
          const hash = await hashPassword(password);
          assert.equal(await verifyPassword(password, hash), true);
          assert.equal(await verifyPassword(`${password} `, hash), false);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('has a hash for unknown users that costs as much as theirs and lets nobody in', async () => {
    const { salt, tag, ...cost } = parseHash(impossibleHash());
    const { salt: realSalt, tag: realTag, ...realCost } = parseHash(await hashPassword('x'));
    assert.deepEqual(cost, realCost);
    assert.deepEqual([salt.length, tag.length], [realSalt.length, realTag.length]);
    assert.equal(await verifyPassword('', impossibleHash()), false);
  });

  it('finds a hash outdated when it took less work, and only then', () => {
    const work = fc.record({
      memoryKib: fc.integer({ min: 1_024, max: 100_000 }),
      passes: fc.integer({ min: 1, max: 10 }),
    });
    fc.assert(
      fc.property(work, work, (former, now) => {
        const stored = createPasswordHasher(former).impossibleHash();
        const isLess = former.memoryKib * former.passes < now.memoryKib * now.passes;
        assert.equal(createPasswordHasher(now).isOutdated(stored), isLess);
      }),
    );
    const shortSalt =
      '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    assert.equal(hasher.isOutdated(shortSalt), true);
  });

  it('refuses a damaged hash instead of letting somebody in', async () => {
    for (const hash of [
      '',
      'secret',
      '$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$CTFh',
      '$argon2id$v=19$m=8,t=1,p=1$$',
    ]) {
      await assert.rejects(verifyPassword('secret', hash), /damaged/);
    }
  });
});
