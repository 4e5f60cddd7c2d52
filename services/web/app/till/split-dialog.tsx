/** F10: several ways to pay one sale; a part is typed, its key takes it, the last one ends the sale. */
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import { X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { MoneyField } from '../design/money-field.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { useStore } from '../store.ts';
import { totalOf } from './cart.ts';
import { cartStore } from './cart-store.ts';
import { dialogWords } from './dialog-words.ts';
import { pay } from './sale-flow.ts';
import type { SalePayment } from './sale-payment.ts';
import { takePart } from './split-parts.ts';
import type { TillDialogProps } from './till-dialog.ts';
import { tillWords } from './words.ts';

const keys: [string, PaymentMethod][] = [
  ['F5', 'cash'],
  ['F6', 'pix'],
  ['F7', 'debit'],
  ['F8', 'credit'],
  ['F9', 'tab'],
];

export function Content({ onClose }: TillDialogProps) {
  const t = useWords(dialogWords);
  const methods = useWords(tillWords);
  const format = useFormat();
  const cart = useStore(cartStore);
  const [parts, setParts] = useState<SalePayment[]>([]);
  const [typedMinor, setTyped] = useState<number | null>(null);
  const [problem, setProblem] = useState<'partTooLarge' | 'tabNeedsCustomer'>();
  const leftMinor = parts.reduce((left, { amountMinor }) => left - amountMinor, totalOf(cart));
  const take = (method: PaymentMethod) => {
    const hasCustomer = cart.customer !== null;
    const taken = takePart({ parts, leftMinor, typedMinor, method, hasCustomer, id: uuid() });
    if ('problem' in taken) return setProblem(taken.problem);
    setProblem(undefined);
    setTyped(null);
    setParts(taken.parts);
    if (taken.leftMinor > 0) return;
    void pay(taken.parts);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const method = keys.find(([key]) => key === event.key)?.[1];
    if (method === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    take(method);
  };
  return (
    <Dialog isOpen isWide onClose={onClose} title={t('splitTitle')} description={t('splitHelp')}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons inside. */}
      <div className="flex flex-col gap-4" onKeyDown={onKeyDown}>
        <Parts parts={parts} onRemove={(id) => setParts(parts.filter((part) => part.id !== id))} />
        <div aria-live="polite">
          <p className="text-lg">{t('left')}</p>
          <p className="text-right text-2xl font-bold" data-testid="left">
            {format.money(leftMinor)}
          </p>
        </div>
        <MoneyField
          key={parts.length}
          label={t('part')}
          value={typedMinor}
          onChange={setTyped}
          error={problem === undefined ? undefined : t(problem)}
          autoFocus
        />
        <div className="grid grid-cols-2 gap-2 sm:grid-cols-5">
          {keys.map(([key, method]) => (
            <Button key={key} onClick={() => take(method)}>
              <kbd className="font-sans">{key}</kbd> {methods(method)}
            </Button>
          ))}
        </div>
      </div>
    </Dialog>
  );
}

function Parts({ parts, onRemove }: { parts: SalePayment[]; onRemove: (id: string) => void }) {
  const t = useWords(dialogWords);
  const methods = useWords(tillWords);
  const format = useFormat();
  return (
    <ul className="empty:hidden">
      {parts.map(({ id, method, amountMinor }) => (
        <li key={id} className="flex items-center gap-3 border-b border-line text-lg">
          <span className="flex-1">{methods(method)}</span>
          <span>{format.money(amountMinor)}</span>
          <IconButton
            label={t('removePart', {
              method: methods(method),
              amount: format.money(amountMinor),
            })}
            onClick={() => onRemove(id)}
          >
            <X aria-hidden size={18} />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
