/** Whether the shop answers, and how many sales of this device are still to be sent or were refused. */
import { createStore } from '../store.ts';

export interface OfflineState {
  isOnline: boolean;
  /** Sales that are kept on this device only. */
  unsent: number;
  /** Sales that the server refused and that somebody has to settle. */
  refused: number;
}

export const offlineState = createStore<OfflineState>({
  isOnline: navigator.onLine,
  unsent: 0,
  refused: 0,
});

/** A request was answered, by whatever it was. */
export const noteAnswer = (): void => setOnline(true);

/** A request got no answer: what is sold from now on is kept here, until one gets an answer again. */
export const noteSilence = (): void => setOnline(false);

export function noteCounts(counts: Pick<OfflineState, 'unsent' | 'refused'>): void {
  offlineState.set({ ...offlineState.get(), ...counts });
}

function setOnline(isOnline: boolean): void {
  const state = offlineState.get();
  if (state.isOnline !== isOnline) offlineState.set({ ...state, isOnline });
}
