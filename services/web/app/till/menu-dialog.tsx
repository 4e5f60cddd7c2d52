/** What is done with the till beside selling: cash in and out, readings, refunds, receipts, closing. */
import { useLocation } from 'wouter';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import { startPath } from '../shell/start-path.ts';
import { useStore } from '../store.ts';
import type { DialogName, TillDialogProps } from './till-dialog.ts';
import { tillMoneyWords } from './till-money-words.ts';
import { tillStore } from './till-store.ts';
import { useTypedFor } from './use-scanner.ts';

const items = [
  ['movement', 'movementTitle', '1'],
  ['refund', 'refundTitle', '2'],
  ['receipt', 'receiptTitle', '3'],
  ['report', 'reportTitle', '4'],
  ['close', 'closeTitle', '5'],
] as const satisfies [DialogName, string, string][];

const needTill: DialogName[] = ['movement', 'report', 'close'];

export function Content({ onClose, onGo }: TillDialogProps) {
  const t = useWords(tillMoneyWords);
  const { role } = useUser();
  const isOpen = useStore(tillStore).status === 'open';
  const [, go] = useLocation();
  useTypedFor((typed) => {
    const item = items.find(([, , digit]) => digit === typed);
    if (item !== undefined && (isOpen || !needTill.includes(item[0]))) onGo(item[0]);
  });
  const desk = role === 'seller' ? '/account/password' : startPath(role);
  return (
    <Dialog isOpen onClose={onClose} title={t('menuTitle')}>
      <div className="flex flex-col gap-2" role="toolbar" aria-label={t('menuTitle')}>
        {items.map(([name, title, digit]) => (
          <Button
            key={name}
            className="justify-start text-lg"
            disabled={!isOpen && needTill.includes(name)}
            onClick={() => onGo(name)}
          >
            <kbd className="w-6 text-left font-sans">{digit}</kbd>
            {t(title)}
          </Button>
        ))}
        <Button kind="quiet" className="justify-start text-lg" onClick={() => go(desk)}>
          {t(role === 'seller' ? 'account' : 'toDesk')}
        </Button>
      </div>
    </Dialog>
  );
}
