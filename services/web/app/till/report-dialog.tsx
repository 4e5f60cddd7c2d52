/** The X reading: the till as it stands, while it is in use. */
import { useState } from 'react';
import { Dialog } from '../design/dialog.tsx';
import { useWords } from '../i18n/words.ts';
import type { TillDialogProps } from './till-dialog.ts';
import { tillMoneyWords } from './till-money-words.ts';
import { TillReport } from './till-report.tsx';
import { openTillId } from './till-store.ts';

export function Content({ onClose }: TillDialogProps) {
  const t = useWords(tillMoneyWords);
  const [tillId] = useState(openTillId);
  return (
    <Dialog isOpen isWide onClose={onClose} title={t('xReading')}>
      <TillReport tillId={tillId} />
    </Dialog>
  );
}
