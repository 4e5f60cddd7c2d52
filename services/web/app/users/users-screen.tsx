/** The shop's users: find, add, change, log out everywhere. */
import type { User } from '@balcao/contracts/api/users.ts';
import { personRoles } from '@balcao/contracts/permissions.ts';
import { role as roleSchema } from '@balcao/contracts/role.ts';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { Badge } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { EndSessionsDialog } from './end-sessions-dialog.tsx';
import { UserDialog } from './user-dialog.tsx';
import { roleNames, userWords } from './words.ts';

type Open = { kind: 'none' } | { kind: 'add' } | { kind: 'edit' | 'end-sessions'; user: User };

export function Screen() {
  const t = useWords(userWords);
  const [open, setOpen] = useState<Open>({ kind: 'none' });
  const close = () => setOpen({ kind: 'none' });
  return (
    <Page
      title={t('title')}
      actions={
        <Button kind="primary" onClick={() => setOpen({ kind: 'add' })}>
          {t('add')}
        </Button>
      }
    >
      <Filters />
      <UserTable
        onEdit={(user) => setOpen({ kind: 'edit', user })}
        onEndSessions={(user) => setOpen({ kind: 'end-sessions', user })}
      />
      {open.kind === 'add' && <UserDialog user={null} onClose={close} />}
      {open.kind === 'edit' && <UserDialog user={open.user} onClose={close} />}
      {open.kind === 'end-sessions' && <EndSessionsDialog user={open.user} onClose={close} />}
    </Page>
  );
}

function Filters() {
  const t = useWords(userWords);
  const text = useText();
  const [q, setQ] = useFilter('q');
  const [role, setRole] = useFilter('role');
  return (
    <search className="mb-4 flex flex-wrap gap-4">
      <TextField
        label={t('search')}
        type="search"
        value={q}
        onChange={({ target }) => setQ(target.value)}
      />
      <SelectField label={t('role')} value={role} onChange={({ target }) => setRole(target.value)}>
        <option value="">{t('allRoles')}</option>
        {personRoles.map((each) => (
          <option key={each} value={each}>
            {text(roleNames[each])}
          </option>
        ))}
      </SelectField>
    </search>
  );
}

interface UserTableProps {
  onEdit: (user: User) => void;
  onEndSessions: (user: User) => void;
}

function UserTable({ onEdit, onEndSessions }: UserTableProps) {
  const t = useWords(userWords);
  const text = useText();
  const [typed] = useFilter('q');
  const [chosen] = useFilter('role');
  const q = typed.trim() || undefined;
  const role = roleSchema.safeParse(chosen).data;
  const { rows, loading, more } = useList(['users', q, role], (cursor) =>
    answer(api.GET('/api/v1/users', { params: { query: { cursor, q, role } } })),
  );
  return (
    <DataTable
      caption={t('title')}
      rows={rows}
      loading={loading}
      more={more}
      keyOf={({ id }) => id}
      empty={{ text: t('nobody') }}
      columns={[
        { title: t('name'), cell: ({ name }) => name },
        { title: t('email'), cell: ({ email }) => email, isSecondary: true },
        { title: t('role'), cell: (user) => text(roleNames[user.role]) },
        {
          title: t('state'),
          isSecondary: true,
          cell: ({ active }) => (
            <Badge tone={active ? 'positive' : 'neutral'}>
              {active ? t('active') : t('inactive')}
            </Badge>
          ),
        },
        {
          title: '',
          isFigure: true,
          cell: (user) => (
            <>
              <Button kind="quiet" onClick={() => onEndSessions(user)}>
                {t('endSessions')}
              </Button>
              <Button aria-label={t('editOf', { name: user.name })} onClick={() => onEdit(user)}>
                {t('edit')}
              </Button>
            </>
          ),
        },
      ]}
    />
  );
}
