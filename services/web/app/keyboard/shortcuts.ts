/** The keys of the screen that is shown: each does one thing, and the help on `?` lists them. */
import { useEffect, useRef } from 'react';
import { createStore } from '../store.ts';

export interface Shortcut {
  /** As `KeyboardEvent.key` has it: `F2`, `?`, `Enter`, with `Ctrl+` in front where that is held. */
  key: string;
  label: string;
  run: () => void;
  /** F-keys work while somebody types in a field; letters and `?` must not. */
  isInFields?: boolean;
}

/** Newest last: of two screens that want a key, the one on top gets it. */
export const shortcutLayers = createStore<Shortcut[][]>([]);

/** The keys hold while the component is shown; `labels` and `run` may change with every render. */
export function useShortcuts(shortcuts: Shortcut[]): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    // The layer reads through the reference, so that it stays in its place between renders.
    const layer = new Proxy<Shortcut[]>([], {
      get: (_target, property) => Reflect.get(current.current, property),
    });
    shortcutLayers.set([...shortcutLayers.get(), layer]);
    return () => shortcutLayers.set(shortcutLayers.get().filter((each) => each !== layer));
  }, []);
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** A button or link that has the focus keeps its own keys: nobody pays who wanted to press something else. */
const isPressing = ({ key, target }: KeyboardEvent): boolean =>
  (key === 'Enter' || key === ' ') &&
  target instanceof Element &&
  target.closest('a, button, [role="option"], [role="menuitem"]') !== null;

const nameOf = ({ key, ctrlKey, metaKey }: KeyboardEvent): string =>
  ctrlKey || metaKey ? `Ctrl+${key}` : key;

/** Runs the shortcut of a key press, and says whether there was one. */
export function runShortcut(event: KeyboardEvent): boolean {
  if (isPressing(event)) return false;
  const name = nameOf(event);
  for (const layer of shortcutLayers.get().toReversed()) {
    const found = layer.find(({ key }) => key === name);
    if (found === undefined || (isField(event.target) && found.isInFields !== true)) continue;
    event.preventDefault();
    found.run();
    return true;
  }
  return false;
}
