/** The customers: found by name, telephone, document or e-mail, each with what they owe. */
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { useState } from 'react';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { Page } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import { CustomerBadge } from './customer-badge.tsx';
import { CustomerDialog } from './customer-dialog.tsx';
import { stateOf } from './customer-state.ts';
import { customerWords } from './words.ts';

export function Screen() {
  const t = useWords(customerWords);
  const { role } = useUser();
  const [isAdding, setAdding] = useState(false);
  const add = isAllowed(role, 'customers:write') && (
    <Button kind="primary" onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  return (
    <Page title={t('customers')} lead={t('customersLead')} actions={add}>
      <Filters />
      <CustomerTable />
      {isAdding && <CustomerDialog customer={null} onClose={() => setAdding(false)} />}
    </Page>
  );
}

function Filters() {
  const t = useWords(customerWords);
  const [q, setQ] = useFilter('q');
  const [show, setShow] = useFilter('show');
  return (
    <search className="mb-4 flex flex-wrap gap-4">
      <TextField
        className="w-full max-w-md"
        label={t('search')}
        type="search"
        value={q}
        onChange={({ target }) => setQ(target.value)}
      />
      <SelectField label={t('show')} value={show} onChange={({ target }) => setShow(target.value)}>
        <option value="">{t('everybody')}</option>
        <option value="active">{t('activeOnly')}</option>
        <option value="owing">{t('owing')}</option>
      </SelectField>
    </search>
  );
}

function useCustomers() {
  const [typed] = useFilter('q');
  const [show] = useFilter('show');
  const query = {
    q: typed.trim() || undefined,
    active: show === 'active' ? true : undefined,
    owing: show === 'owing' ? true : undefined,
  };
  const list = useList(['customers', 'list', query], (cursor) =>
    answer(api.GET('/api/v1/customers', { params: { query: { ...query, cursor } } })),
  );
  return { list, isFiltered: typed.trim() !== '' || show !== '' };
}

function CustomerTable() {
  const t = useWords(customerWords);
  const format = useFormat();
  const { list, isFiltered } = useCustomers();
  return (
    <DataTable
      caption={t('list')}
      {...list}
      keyOf={({ id }) => id}
      empty={{ text: t(isFiltered ? 'nobodyFound' : 'noCustomers') }}
      columns={[
        {
          title: t('name'),
          cell: (customer) => (
            <span className="flex flex-wrap items-center gap-2">
              <Link href={`/customers/${customer.id}`} className="underline underline-offset-4">
                {customer.name}
              </Link>
              <CustomerBadge state={stateOf(customer)} />
            </span>
          ),
        },
        { title: t('phone'), isSecondary: true, cell: ({ phone }) => phone ?? '–' },
        { title: t('document'), isSecondary: true, cell: ({ document }) => document ?? '–' },
        {
          title: t('limit'),
          isFigure: true,
          isSecondary: true,
          cell: ({ tabLimitMinor }) => format.money(tabLimitMinor),
        },
        {
          title: t('owes'),
          isFigure: true,
          cell: ({ balanceMinor }) => format.money(balanceMinor),
        },
      ]}
    />
  );
}
