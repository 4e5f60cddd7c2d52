/** Changes one's own password. */
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, done } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { Page } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { accountWords } from './words.ts';

const empty = { currentPassword: '', newPassword: '', again: '' };

export function Screen() {
  const t = useWords(accountWords);
  const [typed, setTyped] = useState(empty);
  const { currentPassword, newPassword, again } = typed;
  const change = useMutation({
    mutationFn: () =>
      done(api.PUT('/api/v1/auth/me/password', { body: { currentPassword, newPassword } })),
    onSuccess() {
      tell(t('changed'));
      setTyped(empty);
    },
  });
  const differs = again !== '' && again !== newPassword;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!differs) change.mutate();
  };
  const field = (name: keyof typeof empty) => ({
    type: 'password',
    required: true,
    value: typed[name],
    onChange: ({ target }: { target: { value: string } }) =>
      setTyped({ ...typed, [name]: target.value }),
  });
  return (
    <Page title={t('title')} lead={t('lead')} isNarrow>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {change.error !== null && <ProblemNotice error={change.error} />}
        <TextField
          {...field('currentPassword')}
          label={t('current')}
          autoComplete="current-password"
        />
        <TextField
          {...field('newPassword')}
          label={t('next')}
          hint={t('hint')}
          minLength={10}
          autoComplete="new-password"
        />
        <TextField
          {...field('again')}
          label={t('again')}
          error={differs ? t('differ') : undefined}
          autoComplete="new-password"
        />
        <Button type="submit" kind="primary" isBusy={change.isPending} className="self-start">
          {t('change')}
        </Button>
      </form>
    </Page>
  );
}
