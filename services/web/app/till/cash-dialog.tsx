/** F5: what the customer hands over, and what goes back. */
import { type FormEvent, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { MoneyField } from '../design/money-field.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { useStore } from '../store.ts';
import { totalOf } from './cart.ts';
import { cartStore } from './cart-store.ts';
import { dialogWords } from './dialog-words.ts';
import { pay } from './sale-flow.ts';
import type { TillDialogProps } from './till-dialog.ts';

export function Content({ onClose }: TillDialogProps) {
  const t = useWords(dialogWords);
  const format = useFormat();
  const amountMinor = totalOf(useStore(cartStore));
  const [tenderedMinor, setTendered] = useState<number | null>(null);
  const changeMinor = (tenderedMinor ?? amountMinor) - amountMinor;
  const take = (event: FormEvent) => {
    event.preventDefault();
    if (changeMinor < 0) return;
    const tender = tenderedMinor === null ? {} : { tenderedMinor };
    void pay(amountMinor === 0 ? [] : [{ id: uuid(), method: 'cash', amountMinor, ...tender }]);
    onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('cashTitle')}>
      <form onSubmit={take} className="flex flex-col gap-4">
        <p className="flex justify-between text-lg">
          <span>{t('toPay')}</span>
          <strong>{format.money(amountMinor)}</strong>
        </p>
        <MoneyField
          label={t('tendered')}
          hint={t('tenderHint')}
          value={tenderedMinor}
          onChange={setTendered}
          autoFocus
        />
        <div aria-live="polite">
          <p className="text-lg">{t(changeMinor < 0 ? 'missing' : 'change')}</p>
          <p className="text-right text-2xl font-bold">{format.money(Math.abs(changeMinor))}</p>
        </div>
        <DialogActions>
          <Button type="submit" className="min-w-32 text-lg" disabled={changeMinor < 0}>
            {t('take')} · Enter
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
