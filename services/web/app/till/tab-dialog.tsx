/** F9: whose tab it goes on, with what they owe and may still take. */
import type { Customer } from '@balcao/contracts/api/customers.ts';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { useStore } from '../store.ts';
import { totalOf } from './cart.ts';
import { cartStore } from './cart-store.ts';
import { CustomerList } from './customer-list.tsx';
import { dialogWords } from './dialog-words.ts';
import { edit } from './ring-up.ts';
import { pay } from './sale-flow.ts';
import type { TillDialogProps } from './till-dialog.ts';

export function Content({ onClose }: TillDialogProps) {
  const t = useWords(dialogWords);
  const format = useFormat();
  const amountMinor = totalOf(useStore(cartStore));
  const [text, setText] = useState('');
  const [marked, setMarked] = useState(0);
  const found = useCustomers(text);
  const name = ({ id, name: called }: Customer) =>
    edit((cart) => ({ ...cart, customer: { id, name: called } }));
  const charge = (customer: Customer | undefined) => {
    if (customer === undefined) return;
    name(customer);
    void pay(amountMinor === 0 ? [] : [{ id: uuid(), method: 'tab', amountMinor }]);
    onClose();
  };
  const chosen = found.data?.[marked];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      setMarked(Math.min(Math.max(marked + step, 0), (found.data?.length ?? 1) - 1));
    } else if (event.key === 'Enter') charge(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={`${t('tabTitle')} · ${format.money(amountMinor)}`}
    >
      {found.error !== null && <ProblemNotice error={found.error} />}
      <TextField
        label={t('customer')}
        value={text}
        autoFocus
        autoComplete="off"
        onChange={({ target }) => {
          setText(target.value);
          setMarked(0);
        }}
        onKeyDown={onKeyDown}
      />
      <CustomerList {...{ amountMinor, marked }} customers={found.data} onMark={setMarked} />
      <DialogActions>
        <Button
          disabled={chosen === undefined}
          onClick={() => {
            if (chosen !== undefined) name(chosen);
            onClose();
          }}
        >
          {t('forSaleOnly')}
        </Button>
        <Button className="text-lg" disabled={chosen === undefined} onClick={() => charge(chosen)}>
          {t('putOnTab')} · Enter
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function useCustomers(text: string) {
  const q = text.trim();
  return useQuery({
    queryKey: ['till', 'customers', q],
    queryFn: async () => {
      const query = { active: true, limit: 8, ...(q === '' ? {} : { q }) };
      return (await answer(api.GET('/api/v1/customers', { params: { query } }))).items;
    },
    placeholderData: (before) => before,
  });
}
