/** Protects: password hashes are written and read by the standard. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { formatHash, parametersOf, parseHash, tagsAreEqual } from './password-hash.ts';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array));

describe('password hash', () => {
  it('reads back every hash that it writes', () => {
    const shape = fc.record(
      {
        memoryKib: fc.integer({ min: 8, max: 2_000_000 }),
        passes: fc.integer({ min: 1, max: 999 }),
        lanes: fc.integer({ min: 1, max: 99 }),
        salt: fc.integer({ min: 9, max: 48 }).chain(bytes),
        tag: fc.integer({ min: 17, max: 64 }).chain(bytes),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(shape, (hash) => {
        const text = formatHash(hash);
        assert.deepEqual(parseHash(text), hash);
        assert.ok(text.includes(`$${parametersOf(text)}$`));
      }),
    );
  });

  it('compares tags whatever their lengths', () => {
    assert.equal(tagsAreEqual(Buffer.from('abc'), Buffer.from('abc')), true);
    assert.equal(tagsAreEqual(Buffer.from('abc'), Buffer.from('abd')), false);
    assert.equal(tagsAreEqual(Buffer.from('abc'), Buffer.from('abcd')), false);
  });
});
