/** A till is opened with its float before anything is sold. */
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { MoneyField } from '../design/money-field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { tillMoneyWords } from './till-money-words.ts';
import { rememberTill } from './till-store.ts';

export function OpenTill() {
  const t = useWords(tillMoneyWords);
  const [id] = useState(() => uuid());
  const [register, setRegister] = useState('1');
  const [floatMinor, setFloat] = useState<number | null>(null);
  const open = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/tills', {
          params: {
            header: { 'Idempotency-Key': `${id}-${encodeURIComponent(register)}-${floatMinor}` },
          },
          body: { id, register, floatMinor: floatMinor ?? 0 },
        }),
      ),
    onSuccess: rememberTill,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    open.mutate();
  };
  return (
    <form onSubmit={submit} className="flex max-w-md flex-col gap-4 p-6">
      <h2 className="text-xl font-semibold">{t('openTitle')}</h2>
      <p className="text-lg">{t('openLead')}</p>
      {open.error !== null && <ProblemNotice error={open.error} />}
      <TextField
        label={t('register')}
        value={register}
        onChange={({ target }) => setRegister(target.value)}
        required
        maxLength={20}
      />
      <MoneyField label={t('float')} value={floatMinor} onChange={setFloat} autoFocus required />
      <Button type="submit" className="self-start text-lg" isBusy={open.isPending}>
        {t('openTill')}
      </Button>
    </form>
  );
}
