/** Suprimento and sangria: cash put into the drawer, or taken out of it. */
import type { TillMovementType } from '@balcao/contracts/api/tills.ts';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { MoneyField } from '../design/money-field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import type { TillDialogProps } from './till-dialog.ts';
import { tillMoneyWords } from './till-money-words.ts';
import { openTillId } from './till-store.ts';

export function Content({ onClose }: TillDialogProps) {
  const t = useWords(tillMoneyWords);
  const format = useFormat();
  const [id] = useState(() => uuid());
  const [type, setType] = useState<TillMovementType>('sangria');
  const [amountMinor, setAmount] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const book = useMutation({
    mutationFn: (amount: number) =>
      answer(
        api.POST('/api/v1/tills/{id}/movements', {
          params: {
            path: { id: openTillId() },
            header: { 'Idempotency-Key': `${id}-${type}-${amount}` },
          },
          body: { id, type, amountMinor: amount, ...(note.trim() === '' ? {} : { note }) },
        }),
      ),
    onSuccess(made) {
      tell(t('booked', { type: t(made.type), amount: format.money(made.amountMinor) }));
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (amountMinor !== null) book.mutate(amountMinor);
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('movementTitle')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {book.error !== null && <ProblemNotice error={book.error} />}
        <SelectField
          label={t('movementType')}
          value={type}
          onChange={({ target }) => setType(target.value === 'sangria' ? 'sangria' : 'suprimento')}
        >
          <option value="sangria">{t('sangriaLong')}</option>
          <option value="suprimento">{t('suprimentoLong')}</option>
        </SelectField>
        <MoneyField
          label={t('amount')}
          value={amountMinor}
          onChange={setAmount}
          autoFocus
          required
        />
        <TextField
          label={t('note')}
          value={note}
          maxLength={200}
          onChange={({ target }) => setNote(target.value)}
        />
        <DialogActions>
          <Button type="submit" className="text-lg" isBusy={book.isPending}>
            {t('book')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
