/** A condition moves only when its status does. */
import assert from 'node:assert/strict';
import { type Condition, conditionsOf, setCondition, transitions } from './conditions.ts';

const at = (time: string, generation?: number) => ({ generation, at: new Date(time) });
const ready = {
  type: 'Ready',
  status: 'True',
  reason: 'Collected',
  message: 'Prices come.',
} as const;

describe('conditions', () => {
  const first = setCondition([], ready, at('2026-11-26T12:00:00.987Z', 1));

  it('are stamped to the second, with the generation that was judged', () => {
    assert.deepEqual(first, [
      { ...ready, observedGeneration: 1, lastTransitionTime: '2026-11-26T12:00:00Z' },
    ]);
  });

  it('are the same when they are set again, whatever the time', () => {
    assert.deepEqual(setCondition(first, ready, at('2026-11-26T13:00:00Z', 1)), first);
  });

  it('keep their time when reason, message or generation change, and not the status', () => {
    const next = { ...ready, reason: 'Suspended', message: 'It rests.' };
    const [after] = setCondition(first, next, at('2026-11-26T13:00:00Z', 2));
    assert.equal(after?.lastTransitionTime, '2026-11-26T12:00:00Z');
    assert.equal(after?.observedGeneration, 2);
    assert.equal(after?.reason, 'Suspended');
  });

  it('take a new time when the status changes, and leave the others where they are', () => {
    const other: Condition = {
      ...ready,
      type: 'Other',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    };
    const failed = { ...ready, status: 'False', reason: 'Refused' } as const;
    const after = setCondition([...first, other], failed, at('2026-11-26T13:00:00Z', 1));
    assert.deepEqual(
      after.map(({ type }) => type),
      ['Ready', 'Other'],
    );
    assert.equal(after[0]?.lastTransitionTime, '2026-11-26T13:00:00Z');
    assert.deepEqual(after[1], other);
    assert.deepEqual(transitions([...first, other], after), [after[0]]);
  });

  it('have a transition when they come, or when the reason changes; not when only the message does', () => {
    assert.deepEqual(transitions([], first), first);
    const reworded = setCondition(
      first,
      { ...ready, message: 'Others.' },
      at('2026-11-26T13:00:00Z'),
    );
    assert.deepEqual(transitions(first, reworded), []);
  });

  it('are read from any status, without those that cannot be read', () => {
    assert.deepEqual(conditionsOf({ conditions: [...first, { type: 7 }] }), first);
    for (const status of [undefined, null, {}, { conditions: 'none' }])
      assert.deepEqual(conditionsOf(status), []);
  });
});
