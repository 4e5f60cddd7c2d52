/** Adds a user, or changes one. */
import type { User } from '@balcao/contracts/api/users.ts';
import { personRoles } from '@balcao/contracts/permissions.ts';
import { role as roleSchema } from '@balcao/contracts/role.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { CheckboxField, SelectField, TextField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { roleNames, userWords } from './words.ts';

interface Typed {
  name: string;
  email: string;
  role: User['role'];
  active: boolean;
  password: string;
}

const fresh: Typed = { name: '', email: '', role: 'seller', active: true, password: '' };

/** `user` is null for a new one. */
export function UserDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  const t = useWords(userWords);
  const [typed, setTyped] = useState<Typed>(user === null ? fresh : { ...user, password: '' });
  const save = useSave(user, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(typed);
  };
  const title = user === null ? t('add') : t('editOf', { name: user.name });
  return (
    <Dialog isOpen onClose={onClose} title={title} description={t('sessionsEndNote')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {save.error !== null && <ProblemNotice error={save.error} />}
        <Fields typed={typed} isNew={user === null} onChange={setTyped} />
        <Actions isBusy={save.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}

interface FieldsProps {
  typed: Typed;
  isNew: boolean;
  onChange: (typed: Typed) => void;
}

function Fields({ typed, isNew, onChange }: FieldsProps) {
  const t = useWords(userWords);
  const text = useText();
  const set = (part: Partial<Typed>) => onChange({ ...typed, ...part });
  // A program's account keeps its role: it has no password to log in with.
  const choices = typed.role === 'machine' ? (['machine'] as const) : personRoles;
  return (
    <>
      <TextField
        label={t('name')}
        required
        maxLength={120}
        value={typed.name}
        onChange={({ target }) => set({ name: target.value })}
      />
      <TextField
        label={t('email')}
        type="email"
        required
        autoComplete="off"
        value={typed.email}
        onChange={({ target }) => set({ email: target.value })}
      />
      <SelectField
        label={t('role')}
        value={typed.role}
        onChange={({ target }) => set({ role: roleSchema.parse(target.value) })}
      >
        {choices.map((role) => (
          <option key={role} value={role}>
            {text(roleNames[role])}
          </option>
        ))}
      </SelectField>
      <TextField
        label={isNew ? t('password') : t('newPassword')}
        hint={isNew ? t('passwordHint') : t('keepPassword')}
        type="password"
        autoComplete="new-password"
        required={isNew}
        minLength={10}
        value={typed.password}
        onChange={({ target }) => set({ password: target.value })}
      />
      {!isNew && (
        <CheckboxField
          label={t('mayLogIn')}
          checked={typed.active}
          onChange={({ target }) => set({ active: target.checked })}
        />
      )}
    </>
  );
}

function Actions({ isBusy, onClose }: { isBusy: boolean; onClose: () => void }) {
  const t = useWords(designWords);
  return (
    <DialogActions>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="submit" kind="primary" isBusy={isBusy}>
        {t('save')}
      </Button>
    </DialogActions>
  );
}

function useSave(user: User | null, onSaved: () => void) {
  const t = useWords(userWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (typed: Typed) => (user === null ? add(typed, header) : change(user.id, typed)),
    async onSuccess({ name }) {
      await queries.invalidateQueries({ queryKey: ['users'] });
      tell(user === null ? t('added', { name }) : t('changed', { name }));
      onSaved();
    },
  });
}

function add({ name, email, role, password }: Typed, header: { 'Idempotency-Key': string }) {
  if (role === 'machine') throw new Error('programs are not added here');
  const body = { name, email, role, password };
  return answer(api.POST('/api/v1/users', { params: { header }, body }));
}

function change(id: string, { password, ...rest }: Typed) {
  const { name, email, role, active } = rest;
  const body = { name, email, role, active, ...(password === '' ? {} : { password }) };
  return answer(api.PUT('/api/v1/users/{id}', { params: { path: { id } }, body }));
}
