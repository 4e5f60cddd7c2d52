/** The suppliers: whom lots are bought from. */
import type { Supplier } from '@balcao/contracts/api/suppliers.ts';
import { useState } from 'react';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { TextField } from '../design/field.tsx';
import { Badge } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useWords } from '../i18n/words.ts';
import { receiveWords } from './receive-words.ts';
import { SupplierDialog } from './supplier-dialog.tsx';

type Open = { kind: 'none' } | { kind: 'add' } | { kind: 'change'; supplier: Supplier };

export function Screen() {
  const t = useWords(receiveWords);
  const [open, setOpen] = useState<Open>({ kind: 'none' });
  const [q, setQ] = useFilter('q');
  const close = () => setOpen({ kind: 'none' });
  return (
    <Page
      title={t('suppliersTitle')}
      lead={t('suppliersLead')}
      actions={
        <Button kind="primary" onClick={() => setOpen({ kind: 'add' })}>
          {t('addSupplier')}
        </Button>
      }
    >
      <search className="mb-4 block max-w-sm">
        <TextField
          label={t('search')}
          type="search"
          value={q}
          onChange={({ target }) => setQ(target.value)}
        />
      </search>
      <SupplierTable onChange={(supplier) => setOpen({ kind: 'change', supplier })} />
      {open.kind === 'add' && <SupplierDialog supplier={null} onClose={close} />}
      {open.kind === 'change' && <SupplierDialog supplier={open.supplier} onClose={close} />}
    </Page>
  );
}

function SupplierTable({ onChange }: { onChange: (supplier: Supplier) => void }) {
  const t = useWords(receiveWords);
  const [typed] = useFilter('q');
  const q = typed.trim() || undefined;
  const { rows, loading, more } = useList(['stock', 'suppliers', 'list', q], (cursor) =>
    answer(api.GET('/api/v1/inventory/suppliers', { params: { query: { cursor, q } } })),
  );
  return (
    <DataTable
      caption={t('suppliersTitle')}
      rows={rows}
      loading={loading}
      more={more}
      keyOf={({ id }) => id}
      empty={{ text: t('noSuppliers') }}
      columns={[
        { title: t('name'), cell: ({ name }) => name },
        { title: t('taxNumber'), isSecondary: true, cell: ({ document }) => document ?? '–' },
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
          title: t('lots'),
          cell: ({ id }) => (
            <Link href={`/stock/lots?supplier=${id}`} className="underline">
              {t('showLots')}
            </Link>
          ),
        },
        {
          title: t('change'),
          isFigure: true,
          cell: (supplier) => (
            <Button
              aria-label={t('changeOf', { name: supplier.name })}
              onClick={() => onChange(supplier)}
            >
              {t('change')}
            </Button>
          ),
        },
      ]}
    />
  );
}
