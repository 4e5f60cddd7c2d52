/** Corrects a tab: adds a debt from before, or forgives a part of one. */
import type { Customer } from '@balcao/contracts/api/customers.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { SelectField, TextField } from '../design/field.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import { MoneyField } from '../design/money-field.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { customerWords } from './words.ts';

interface CorrectTabDialogProps {
  customer: Customer;
  balanceMinor: number;
  onClose: () => void;
}

export function CorrectTabDialog({ customer, balanceMinor, onClose }: CorrectTabDialogProps) {
  const t = useWords(customerWords);
  const format = useFormat();
  const [isForgiven, setForgiven] = useState(false);
  const [typedMinor, setTyped] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const correct = useCorrect(customer.id, onClose);
  const isTooMuch = isForgiven && typedMinor !== null && typedMinor > balanceMinor;
  const submit = () => {
    if (typedMinor === null || typedMinor <= 0 || isTooMuch) return;
    correct.mutate({ amountMinor: isForgiven ? -typedMinor : typedMinor, note: note.trim() });
  };
  return (
    <FormDialog
      title={t('correctTitle', { name: customer.name })}
      description={t('correctLead')}
      action={correct}
      onSubmit={submit}
      onClose={onClose}
    >
      <SelectField
        label={t('direction')}
        value={isForgiven ? 'lower' : 'raise'}
        onChange={({ target }) => setForgiven(target.value === 'lower')}
      >
        <option value="raise">{t('raise')}</option>
        <option value="lower">{t('lower')}</option>
      </SelectField>
      <MoneyField
        label={t('amount')}
        required
        value={typedMinor}
        error={isTooMuch ? t('moreThanOwed', { amount: format.money(balanceMinor) }) : undefined}
        onChange={setTyped}
      />
      <TextField
        label={t('why')}
        required
        maxLength={200}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
    </FormDialog>
  );
}

function useCorrect(id: string, onCorrected: () => void) {
  const t = useWords(customerWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (body: { amountMinor: number; note: string }) =>
      answer(
        api.POST('/api/v1/customers/{id}/tab/adjustments', {
          params: { path: { id }, header },
          body,
        }),
      ),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['customers'] });
      tell(t('corrected'));
      onCorrected();
    },
  });
}
