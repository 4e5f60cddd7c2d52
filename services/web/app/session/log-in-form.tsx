/** E-mail and password. */
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { logIn } from './session.ts';
import { sessionWords } from './words.ts';

/** With `email` the person is known and only proves to be there. */
export function LogInForm({ email: known }: { email?: string }) {
  const t = useWords(sessionWords);
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const attempt = useMutation({ mutationFn: () => logIn(email, password) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {attempt.error !== null && <ProblemNotice error={attempt.error} />}
      <TextField
        label={t('email')}
        type="email"
        autoComplete="username"
        required
        readOnly={known !== undefined}
        autoFocus={known === undefined}
        value={email}
        onChange={({ target }) => setEmail(target.value)}
      />
      <TextField
        label={t('password')}
        type="password"
        autoComplete="current-password"
        required
        autoFocus={known !== undefined}
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      <Button type="submit" kind="primary" isBusy={attempt.isPending}>
        {t('logIn')}
      </Button>
    </form>
  );
}
