/** Enters money that came in or went out. */
import { entryType, moneyAccountCode, moneyAccountCodes } from '@balcao/contracts/api/finance.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { Button } from '../design/button.tsx';
import { DayField } from '../design/day-field.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { MoneyField } from '../design/money-field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { CategoryOptions } from './category-options.tsx';
import { accountNames, financeWords } from './finance-words.ts';
import { today } from './today.ts';

interface Typed {
  type: 'credit' | 'debit';
  amountMinor: number | null;
  date: string;
  description: string;
  account: (typeof moneyAccountCodes)[number];
  /** Empty: the model finds one, or asks. */
  categoryId: string;
}

const fresh = (): Typed => ({
  type: 'debit',
  amountMinor: null,
  date: today(),
  description: '',
  account: 'cash',
  categoryId: '',
});

export function EntryDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(financeWords);
  const design = useWords(designWords);
  const [typed, setTyped] = useState(fresh);
  const save = useSave(onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(typed);
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('add')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {save.error !== null && <ProblemNotice error={save.error} />}
        <Fields typed={typed} onChange={(part) => setTyped({ ...typed, ...part })} />
        <DialogActions>
          <Button onClick={onClose}>{design('cancel')}</Button>
          <Button
            type="submit"
            kind="primary"
            isBusy={save.isPending}
            disabled={!typed.amountMinor}
          >
            {design('save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface FieldsProps {
  typed: Typed;
  onChange: (part: Partial<Typed>) => void;
}

function Fields({ typed, onChange }: FieldsProps) {
  const t = useWords(financeWords);
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t('type')}
          value={typed.type}
          // What a category is for depends on the type.
          onChange={({ target }) =>
            onChange({ type: entryType.parse(target.value), categoryId: '' })
          }
        >
          <option value="debit">{t('debit')}</option>
          <option value="credit">{t('credit')}</option>
        </SelectField>
        <MoneyField
          label={t('amount')}
          required
          value={typed.amountMinor}
          onChange={(amountMinor) => onChange({ amountMinor })}
        />
      </div>
      <TextField
        label={t('description')}
        hint={t('descriptionHint')}
        required
        maxLength={200}
        value={typed.description}
        onChange={({ target }) => onChange({ description: target.value })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <DayField
          label={t('day')}
          required
          value={typed.date}
          onChange={(date) => onChange({ date })}
        />
        <AccountField value={typed.account} onChange={(account) => onChange({ account })} />
      </div>
      <SelectField
        label={t('category')}
        value={typed.categoryId}
        onChange={({ target }) => onChange({ categoryId: target.value })}
      >
        <option value="">{t('notKnownYet')}</option>
        <CategoryOptions kind={typed.type === 'credit' ? 'income' : 'expense'} />
      </SelectField>
    </>
  );
}

interface AccountFieldProps {
  label?: string;
  value: Typed['account'];
  onChange: (account: Typed['account']) => void;
}

/** Where the money is. */
export function AccountField({ label, value, onChange }: AccountFieldProps) {
  const t = useWords(financeWords);
  const text = useText();
  return (
    <SelectField
      label={label ?? t('account')}
      value={value}
      onChange={({ target }) => onChange(moneyAccountCode.parse(target.value))}
    >
      {moneyAccountCodes.map((code) => (
        <option key={code} value={code}>
          {text(accountNames[code])}
        </option>
      ))}
    </SelectField>
  );
}

function useSave(onSaved: () => void) {
  const t = useWords(financeWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    async mutationFn({ amountMinor, categoryId, ...rest }: Typed) {
      if (amountMinor === null) return;
      const body = { ...rest, amountMinor, categoryId: categoryId || null };
      await answer(api.POST('/api/v1/finance/entries', { params: { header }, body }));
    },
    async onSuccess() {
      tell(t('added'));
      onSaved();
      await queries.invalidateQueries({ queryKey: ['entries'] });
    },
  });
}
