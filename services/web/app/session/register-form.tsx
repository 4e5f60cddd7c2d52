/** The first user of a new shop. */
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { logIn } from './session.ts';
import { sessionWords } from './words.ts';

export function RegisterForm() {
  const t = useWords(sessionWords);
  const [typed, setTyped] = useState({ name: '', email: '', password: '' });
  const attempt = useMutation({
    async mutationFn() {
      await answer(api.POST('/api/v1/auth/register', { body: typed }));
      await logIn(typed.email, typed.password);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  const field = (name: keyof typeof typed) => ({
    required: true,
    value: typed[name],
    onChange: ({ target }: { target: { value: string } }) =>
      setTyped({ ...typed, [name]: target.value }),
  });
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {attempt.error !== null && <ProblemNotice error={attempt.error} />}
      <TextField {...field('name')} label={t('name')} autoComplete="name" autoFocus />
      <TextField {...field('email')} label={t('email')} type="email" autoComplete="username" />
      <TextField
        {...field('password')}
        label={t('password')}
        type="password"
        minLength={10}
        hint={t('passwordHint')}
        autoComplete="new-password"
      />
      <Button type="submit" kind="primary" isBusy={attempt.isPending}>
        {t('register')}
      </Button>
    </form>
  );
}
