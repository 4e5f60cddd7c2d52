/** Says quietly that there is a new version; nothing changes under anybody's hands. */
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { useWords } from '../i18n/words.ts';
import { useStore } from '../store.ts';
import { applyUpdate, appUpdate } from './app-update.ts';
import { offlineWords } from './words.ts';

export function UpdateNotice() {
  const t = useWords(offlineWords);
  const { isReady } = useStore(appUpdate);
  const [isPutOff, setPutOff] = useState(false);
  if (!isReady || isPutOff) return null;
  return (
    <section
      role="status"
      className="fixed bottom-4 left-4 z-10 max-w-sm rounded-md border border-line-strong bg-raised p-4 text-ink shadow-md"
    >
      <p>{t('updateReady')}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button onClick={applyUpdate}>{t('updateNow')}</Button>
        <Button kind="quiet" onClick={() => setPutOff(true)}>
          {t('updateLater')}
        </Button>
      </div>
    </section>
  );
}
