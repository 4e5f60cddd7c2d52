/** Protects: a slip of the finger is forgiven, and another word is not. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { forgiven, typingErrors } from './edit-distance.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 1, maxLength: 10 });

describe('typing errors', () => {
  it('are letters left out, added, mistaken or swapped', () => {
    const typed: [string, number][] = [
      ['picanha', 0],
      ['picnha', 1],
      ['piccanha', 1],
      ['picamha', 1],
      ['ipcanha', 1],
      ['picnah', 1],
      ['pican', 0],
      ['pincah', 2],
    ];
    for (const [text, errors] of typed) assert.equal(typingErrors(text, 'picanha'), errors, text);
  });

  it('are none between a word and its beginnings', () => {
    fc.assert(
      fc.property(word, fc.nat({ max: 10 }), (text, length) => {
        assert.equal(typingErrors(text.slice(0, length), text), 0);
      }),
    );
  });

  it('are at most one after one slip', () => {
    fc.assert(
      fc.property(word, fc.nat({ max: 9 }), fc.constantFrom('x', ''), (text, place, letter) => {
        const slip = text.slice(0, place) + letter + text.slice(place + 1);
        assert.ok(typingErrors(slip, text) <= 1);
      }),
    );
  });

  it('are forgiven by the length of the word', () => {
    assert.deepEqual(['ab', 'abc', 'abcde', 'abcdef'].map(forgiven), [0, 1, 1, 2]);
  });
});
