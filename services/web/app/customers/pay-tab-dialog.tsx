/** Takes a payment of a tab, all of it or a part. */
import {
  type Customer,
  type TabPaymentMethod,
  tabPaymentMethod,
} from '@balcao/contracts/api/customers.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { SelectField, TextField } from '../design/field.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import { MoneyField } from '../design/money-field.tsx';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { customerWords, methodNames } from './words.ts';

interface PayTabDialogProps {
  customer: Customer;
  balanceMinor: number;
  onClose: () => void;
}

export function PayTabDialog({ customer, balanceMinor, onClose }: PayTabDialogProps) {
  const t = useWords(customerWords);
  const format = useFormat();
  const [amountMinor, setAmount] = useState<number | null>(balanceMinor);
  const [method, setMethod] = useState<TabPaymentMethod>('cash');
  const [note, setNote] = useState('');
  const pay = usePay(customer.id, onClose);
  const isTooMuch = amountMinor !== null && amountMinor > balanceMinor;
  const owed = { amount: format.money(balanceMinor) };
  const submit = () => {
    if (amountMinor === null || amountMinor <= 0 || isTooMuch) return;
    pay.mutate({ amountMinor, method, ...(note.trim() === '' ? {} : { note: note.trim() }) });
  };
  return (
    <FormDialog
      title={t('paymentTitle', { name: customer.name })}
      description={t('paymentLead', owed)}
      submit={t('receive')}
      action={pay}
      onSubmit={submit}
      onClose={onClose}
    >
      <MoneyField
        label={t('amount')}
        required
        autoFocus
        value={amountMinor}
        error={isTooMuch ? t('moreThanOwed', owed) : undefined}
        onChange={setAmount}
      />
      <MethodField method={method} onChange={setMethod} />
      <TextField
        label={t('note')}
        maxLength={200}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
    </FormDialog>
  );
}

interface MethodFieldProps {
  method: TabPaymentMethod;
  onChange: (method: TabPaymentMethod) => void;
}

function MethodField({ method, onChange }: MethodFieldProps) {
  const t = useWords(customerWords);
  const text = useText();
  return (
    <SelectField
      label={t('method')}
      hint={method === 'cash' ? t('cashHint') : t('cardHint')}
      value={method}
      onChange={({ target }) => onChange(tabPaymentMethod.parse(target.value))}
    >
      {tabPaymentMethod.options.map((each) => (
        <option key={each} value={each}>
          {text(methodNames[each])}
        </option>
      ))}
    </SelectField>
  );
}

interface Paid {
  amountMinor: number;
  method: TabPaymentMethod;
  note?: string;
}

function usePay(id: string, onPaid: () => void) {
  const t = useWords(customerWords);
  const format = useFormat();
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (body: Paid) =>
      answer(
        api.POST('/api/v1/customers/{id}/tab/payments', { params: { path: { id }, header }, body }),
      ),
    async onSuccess({ amountMinor, balanceMinor }) {
      await queries.invalidateQueries({ queryKey: ['customers'] });
      const figures = { amount: format.money(amountMinor), balance: format.money(balanceMinor) };
      tell(t('received', figures));
      onPaid();
    },
  });
}
