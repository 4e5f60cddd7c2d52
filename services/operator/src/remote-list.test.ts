/** Protects: what a service has is read as a whole, and neither a write nor somebody else's change gets lost. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createRemoteList } from './remote-list.ts';

interface Item {
  id: string;
  managedBy: string | null;
  text: string;
}

const item = (id: string, text: string): Item => ({
  id,
  managedBy: `kubernetes:shop/Kind/${id}`,
  text,
});
const { signal } = new AbortController();

function open(first: Item[]) {
  const state = { has: first, reads: 0, told: [] as string[], isAway: false };
  let answer: (() => void) | undefined;
  const list = createRemoteList<Item>({
    async read() {
      state.reads += 1;
      if (state.isAway) throw new Error('away');
      const has = [...state.has];
      if (answer !== undefined) await new Promise<void>((resolve) => (answer = resolve));
      return has;
    },
    onChange: (managedBy) => void state.told.push(managedBy),
  });
  const hold = () => {
    answer = () => undefined;
  };
  return { ...list, state, hold, answer: () => answer?.() };
}

describe('what a service has of one kind', () => {
  it('is read once for all who ask, and not before somebody does', async () => {
    const { get, refresh, state } = open([item('a', '1')]);
    await refresh(signal);
    assert.equal(state.reads, 0);
    const [a, b] = await Promise.all([get('a', signal), get('b', signal)]);
    assert.deepEqual([a?.text, b, state.reads], ['1', undefined, 1]);
  });

  it('tells of what was changed, made and deleted there, and of nothing else', async () => {
    const { get, refresh, state } = open([item('a', '1'), item('b', '1'), item('c', '1')]);
    await get('a', signal);
    state.has = [item('a', '2'), item('c', '1'), item('d', '1')];
    await refresh(signal);
    const names = ['a', 'b', 'd'].map((id) => `kubernetes:shop/Kind/${id}`);
    assert.deepEqual(state.told.sort(), names);
  });

  it('keeps a write that was answered while an older reading was on its way', async () => {
    const { get, put, drop, refresh, state, hold, answer } = open([item('a', '1'), item('b', '1')]);
    await get('a', signal);
    hold();
    const reading = refresh(signal);
    put(item('a', '2'));
    drop('b');
    answer();
    await reading;
    assert.equal((await get('a', signal))?.text, '2');
    assert.equal(await get('b', signal), undefined);
    assert.deepEqual(state.told, []);
  });

  it('is known by its mark too, and read anew for that after a reading that failed', async () => {
    const { get, markedAs, refresh, state } = open([item('a', '1')]);
    const mark = 'kubernetes:shop/Kind/a';
    assert.deepEqual(await markedAs(mark, signal), [item('a', '1')]);
    assert.deepEqual(await markedAs('kubernetes:shop/Kind/b', signal), []);
    state.isAway = true;
    await assert.rejects(refresh(signal));
    assert.equal((await get('a', signal))?.id, 'a');
    await assert.rejects(markedAs(mark, signal));
    state.isAway = false;
    state.has = ['restored', 'second'].map((id) => ({ ...item(id, '1'), managedBy: mark }));
    assert.deepEqual(await markedAs(mark, signal), state.has);
    const { reads } = state;
    await markedAs(mark, signal);
    assert.equal(state.reads, reads);
  });
});
