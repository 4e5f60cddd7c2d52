/** The till that this person has open: as last known at once, then as the shop says. */
import type { Till } from '@balcao/contracts/api/tills.ts';
import { answer, api, isTransient } from '../api/client.ts';
import { session } from '../session/session.ts';
import { createStore } from '../store.ts';
import { kept } from './kept.ts';

export type TillState =
  | { status: 'loading' }
  | { status: 'none' }
  | { status: 'open'; till: Till }
  | { status: 'failed'; error: unknown };

export const tillStore = createStore<TillState>({ status: 'loading' });

/** Without a network the till stays the one that was known. */
export async function loadTill(): Promise<void> {
  const userId = session.get().user?.id ?? '';
  const query = { status: 'open', sellerId: userId, limit: 1 } as const;
  // On its way before the device is asked, which is slow while the app is being started.
  const answered = answer(api.GET('/api/v1/tills', { params: { query } }));
  let isAnswered = false;
  const known = kept.get('tills', userId);
  void known.then((till) => {
    if (till !== undefined && !isAnswered) tillStore.set({ status: 'open', till });
  });
  try {
    const { items } = await answered;
    isAnswered = true;
    await rememberTill(items[0] ?? null);
  } catch (error) {
    if ((await known) !== undefined && isTransient(error)) return;
    isAnswered = true;
    tillStore.set({ status: 'failed', error });
  }
}

/** After it was opened or closed here. */
export async function rememberTill(till: Till | null): Promise<void> {
  const userId = session.get().user?.id ?? '';
  tillStore.set(till === null ? { status: 'none' } : { status: 'open', till });
  await (till === null ? kept.delete('tills', userId) : kept.put('tills', till, userId));
}

/** Of the open till. Throws where there is none: nothing is sold then. */
export function openTillId(): string {
  const state = tillStore.get();
  if (state.status !== 'open') throw new Error('no till is open');
  return state.till.id;
}
