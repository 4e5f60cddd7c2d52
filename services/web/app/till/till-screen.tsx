/** The till: the sale at the left, state, total and payment keys at the right, the keys at the bottom (ui.md). */
import { useCallback, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useWords } from '../i18n/words.ts';
import { useStore } from '../store.ts';
import { beginTill } from './begin-till.ts';
import { cartLoaded } from './cart-store.ts';
import type { EntryMode } from './entry.ts';
import { EntryBar } from './entry-bar.tsx';
import { holdKeys } from './hold-keys.ts';
import { KeyLine } from './key-line.tsx';
import { PaymentKeys } from './payment-keys.tsx';
import { resumeSentSale } from './resume-sent-sale.ts';
import { ringCode } from './ring-up.ts';
import { SaleArea } from './sale-area.tsx';
import { StatusPanel } from './status-panel.tsx';
import type { DialogName } from './till-dialog.ts';
import { prepareDialog, TillDialogs } from './till-dialogs.tsx';
import { tillStore } from './till-store.ts';
import { TotalPanel } from './total-panel.tsx';
import { usePrinting } from './use-printing.ts';
import { useScanner } from './use-scanner.ts';
import { useTillKeys } from './use-till-keys.ts';
import { tillWords } from './words.ts';

const searching: EntryMode = { kind: 'search', typed: '', isFocused: false };

export function Screen() {
  const t = useWords(tillWords);
  const [mode, setMode] = useState<EntryMode>(searching);
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const isOpen = useStore(tillStore).status === 'open';
  const openDialog = useCallback(async (name: DialogName) => {
    await prepareDialog(name);
    flushSync(() => setDialog(name));
  }, []);
  const goOn = useCallback((name: DialogName) => void holdKeys(openDialog(name)), [openDialog]);
  const actions = useTillKeys({ isBlocked: dialog !== null, setMode, openDialog });
  usePrinting();
  useScanner({
    onScan: (code) => void ringCode(code),
    onTyped: (typed) => setMode({ kind: 'search', typed, isFocused: true }),
  });
  useEffect(() => {
    document.title = `${t('title')} · Balcão`;
  }, [t]);
  useEffect(() => {
    beginTill();
    void cartLoaded().then(resumeSentSale);
  }, []);
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr_auto] bg-surface lg:h-dvh lg:grid-cols-[minmax(0,1fr)_25rem] lg:overflow-hidden">
      <main className="contents">
        <h1 className="sr-only">{t('title')}</h1>
        <EntryBar mode={mode} onDone={() => setMode(searching)} />
        <SaleArea isOpen={isOpen} setMode={setMode} />
        <aside
          aria-label={t('payBy')}
          className="flex min-h-0 flex-col border-line-strong bg-raised max-lg:border-t lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:border-l"
        >
          <StatusPanel />
          <TotalPanel />
          <PaymentKeys onPay={actions.pay} isDisabled={!isOpen} />
        </aside>
      </main>
      <KeyLine actions={actions} />
      <TillDialogs open={dialog} onOpen={goOn} onClose={() => setDialog(null)} />
    </div>
  );
}
