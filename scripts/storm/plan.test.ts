/** Protects: a storm leaves nothing out, and can be had again by its seed. */
import assert from 'node:assert/strict';
import { createRandom } from '@balcao/kit/random.ts';
import { describe, it } from 'mocha';
import { allFaults, type Blow, planOf, wordFault } from './plan.ts';

function firstOf(count: number, seed: number): Blow[] {
  const plan = planOf(allFaults, createRandom(seed));
  return Array.from({ length: count }, () => plan.next().value);
}

describe('the plan of a storm', () => {
  it('is the same for the same seed, and another one for another', () => {
    assert.deepEqual(firstOf(300, 7), firstOf(300, 7));
    assert.notDeepEqual(firstOf(300, 7), firstOf(300, 8));
  });

  it('has every fault once before any comes again', () => {
    const drawn = firstOf(allFaults.length, 11)
      .flatMap(({ faults }) => faults.map(wordFault))
      .slice(0, allFaults.length);
    assert.deepEqual(drawn.toSorted(), allFaults.map(wordFault).toSorted());
  });

  it('never brings two faults at once upon one server', () => {
    for (const { faults } of firstOf(1_000, 3)) {
      const onServer = faults.flatMap((fault) => ('server' in fault ? [fault.server] : []));
      assert.equal(new Set(onServer).size, onServer.length);
    }
  });

  it('tells each fault from every other in words', () => {
    assert.equal(new Set(allFaults.map(wordFault)).size, allFaults.length);
  });
});
