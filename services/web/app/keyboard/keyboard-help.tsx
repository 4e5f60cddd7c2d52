/** The help on `?`: the keys of what is on the screen. */
import { useEffect, useState } from 'react';
import { Dialog } from '../design/dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { shellWords } from '../shell/words.ts';
import { useStore } from '../store.ts';
import { runShortcut, shortcutLayers, useShortcuts } from './shortcuts.ts';

export function KeyboardHelp() {
  const t = useWords(shellWords);
  const [isOpen, setOpen] = useState(false);
  const layers = useStore(shortcutLayers);
  useShortcuts([{ key: '?', label: t('keyboard'), run: () => setOpen(true) }]);
  useEffect(() => {
    const listener = (event: KeyboardEvent) => void runShortcut(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
  const shortcuts = layers.flatMap((layer) => [...layer]).filter(({ key }) => key !== '?');
  return (
    <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t('keyboard')}>
      {shortcuts.length === 0 && <p>{t('noShortcuts')}</p>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        {shortcuts.map(({ key, label }) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="rounded-md border border-line-strong bg-sunken px-2">{key}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
