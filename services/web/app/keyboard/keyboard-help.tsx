/** Listens to the keys of what is on the screen; `?` opens their list, which is loaded then. */
import { lazy, Suspense, useEffect, useState } from 'react';
import { useWords } from '../i18n/words.ts';
import { shellWords } from '../shell/words.ts';
import { runShortcut, useShortcuts } from './shortcuts.ts';

const ShortcutList = lazy(async () => ({
  default: (await import('./shortcut-list.tsx')).ShortcutList,
}));

export function KeyboardHelp() {
  const t = useWords(shellWords);
  const [isOpen, setOpen] = useState(false);
  useShortcuts([{ key: '?', label: t('keyboard'), run: () => setOpen(true) }]);
  useEffect(() => {
    const listener = (event: KeyboardEvent) => void runShortcut(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
  return isOpen ? (
    <Suspense fallback={null}>
      <ShortcutList onClose={() => setOpen(false)} />
    </Suspense>
  ) : null;
}
