/** The keys of what is on the screen, each with what it does. */
import { Dialog } from '../design/dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { shellWords } from '../shell/words.ts';
import { useStore } from '../store.ts';
import { shortcutLayers } from './shortcuts.ts';

export function ShortcutList({ onClose }: { onClose: () => void }) {
  const t = useWords(shellWords);
  const layers = useStore(shortcutLayers);
  const shortcuts = layers.flatMap((layer) => [...layer]).filter(({ key }) => key !== '?');
  return (
    <Dialog isOpen onClose={onClose} title={t('keyboard')}>
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
