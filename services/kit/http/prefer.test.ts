/** `Prefer: wait=N` is read as RFC 7240 writes it, and never makes anybody wait longer than allowed. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Problem } from '../problem.ts';
import { maxWaitSeconds, preferredWaitSeconds } from './prefer.ts';

describe('Prefer: wait', () => {
  const cases: [string | undefined, number | undefined][] = [
    [undefined, undefined],
    ['', undefined],
    ['return=minimal', undefined],
    ['await=5', undefined],
    ['wait=5', 5],
    ['WAIT=5', 5],
    ['wait = "5"', 5],
    ['respond-async, wait=10', 10],
    ['wait=10; foo="bar", respond-async', 10],
    ['wait=0', 0],
    ['wait=99999', maxWaitSeconds],
  ];
  for (const [header, seconds] of cases) {
    it(`${header} means ${seconds}`, () => assert.equal(preferredWaitSeconds(header), seconds));
  }

  for (const header of ['wait=', 'wait=-1', 'wait=1.5', 'wait=soon', 'wait=1e3', 'wait=9999999']) {
    it(`${header} is refused`, () => {
      assert.throws(
        () => preferredWaitSeconds(header),
        (error) => error instanceof Problem && error.code === 'validation_failed',
      );
    });
  }

  it('is within its bounds or refused, whatever the header holds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          const seconds = preferredWaitSeconds(`wait=${text}`) ?? 0;
          return Number.isInteger(seconds) && seconds >= 0 && seconds <= maxWaitSeconds;
        } catch (error) {
          return error instanceof Problem;
        }
      }),
    );
  });
});
