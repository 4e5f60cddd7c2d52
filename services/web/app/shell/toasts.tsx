/** Short news of what was done; read out, and gone after some seconds. */
import { type ComponentType, useEffect, useState } from 'react';
import { createStore, useStore } from '../store.ts';
import type { Message, ToastListProps } from './toast-list.tsx';

const messages = createStore<Message[]>([]);
let lastId = 0;
const loadAfterMs = 1000;

/** Says that something was done. Failures are not told so: they stay where they happened. */
export function tell(text: string): void {
  lastId += 1;
  messages.set([...messages.get(), { id: lastId, text }]);
}

const remove = (id: number) => messages.set(messages.get().filter((each) => each.id !== id));

/** The list is loaded soon after the first screen, which does without it and opens the sooner. */
export function ToastArea() {
  const shown = useStore(messages);
  const [List, setList] = useState<ComponentType<ToastListProps> | null>(null);
  const isWanted = shown.length > 0;
  useEffect(() => {
    if (List !== null) return undefined;
    const load = () => {
      import('./toast-list.tsx')
        .then(({ ToastList }) => setList(() => ToastList))
        // A part that cannot be loaded now is asked for again with the next news.
        .catch(() => undefined);
    };
    const timer = setTimeout(load, isWanted ? 0 : loadAfterMs);
    return () => clearTimeout(timer);
  }, [List, isWanted]);
  return List === null ? null : <List messages={shown} onGone={remove} />;
}
