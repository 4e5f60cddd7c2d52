/** The products: found by any of their names and codes. */
import type { Product } from '@balcao/contracts/api/product.ts';
import { useState } from 'react';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { Button, buttonLook } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { Badge } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { ProductDialog } from './product-dialog.tsx';
import { useCategories } from './use-categories.ts';
import { useMayWrite } from './use-may-write.ts';
import { catalogueWords } from './words.ts';

export function Screen() {
  const t = useWords(catalogueWords);
  const mayWrite = useMayWrite();
  const [isAdding, setAdding] = useState(false);
  const add = mayWrite && (
    <Button kind="primary" onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  return (
    <Page title={t('title')} lead={t('lead')} actions={add}>
      <Filters />
      <ProductTable />
      {isAdding && <ProductDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}

function Filters() {
  const t = useWords(catalogueWords);
  const [q, setQ] = useFilter('q');
  const [categoryId, setCategory] = useFilter('category');
  const [show, setShow] = useFilter('show');
  const categories = useCategories();
  return (
    <search className="mb-4 flex flex-wrap gap-4">
      <TextField
        label={t('search')}
        type="search"
        className="w-full sm:w-96"
        value={q}
        onChange={({ target }) => setQ(target.value)}
      />
      <SelectField
        label={t('category')}
        value={categoryId}
        onChange={({ target }) => setCategory(target.value)}
      >
        <option value="">{t('anyCategory')}</option>
        {categories.data?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField label={t('show')} value={show} onChange={({ target }) => setShow(target.value)}>
        <option value="">{t('sold')}</option>
        <option value="archived">{t('archived')}</option>
        <option value="all">{t('all')}</option>
      </SelectField>
    </search>
  );
}

function useProducts() {
  const [typed] = useFilter('q');
  const [categoryId] = useFilter('category');
  const [show] = useFilter('show');
  const query = {
    q: typed.trim() || undefined,
    categoryId: categoryId || undefined,
    active: show === 'all' ? undefined : show !== 'archived',
  };
  const list = useList(['products', 'list', query], (cursor) =>
    answer(api.GET('/api/v1/products', { params: { query: { ...query, cursor } } })),
  );
  return { ...list, isFiltered: typed.trim() !== '' || categoryId !== '' || show !== '' };
}

function ProductTable() {
  const t = useWords(catalogueWords);
  const { rows, loading, more, isFiltered } = useProducts();
  return (
    <DataTable
      caption={t('title')}
      rows={rows}
      loading={loading}
      more={more}
      keyOf={({ id }) => id}
      empty={isFiltered ? { text: t('nothing') } : { text: t('empty'), action: <ImportLink /> }}
      columns={useColumns()}
    />
  );
}

function ImportLink() {
  const t = useWords(catalogueWords);
  return (
    <Link href="/catalogue/import" className={buttonLook()}>
      {t('importFirst')}
    </Link>
  );
}

function useColumns() {
  const t = useWords(catalogueWords);
  const format = useFormat();
  const names = new Map(useCategories().data?.map(({ id, name }) => [id, name]));
  return [
    {
      title: t('name'),
      cell: ({ id, name, active }: Product) => (
        <span className="flex flex-wrap items-center gap-2">
          <Link href={`/catalogue/${id}`} className="underline">
            {name}
          </Link>
          {!active && <Badge tone="neutral">{t('archived')}</Badge>}
        </span>
      ),
    },
    {
      title: t('category'),
      isSecondary: true,
      cell: ({ categoryId }: Product) => names.get(categoryId ?? '') ?? '–',
    },
    { title: t('sku'), isSecondary: true, cell: ({ sku }: Product) => sku },
    { title: t('plu'), isSecondary: true, isFigure: true, cell: ({ plu }: Product) => plu ?? '–' },
    {
      title: t('available'),
      isSecondary: true,
      isFigure: true,
      cell: ({ availableMilli, unit }: Product) =>
        availableMilli === null ? '–' : format.quantity(availableMilli, unit),
    },
    {
      title: t('price'),
      isFigure: true,
      cell: ({ priceMinor, unit }: Product) => `${format.money(priceMinor)}/${unit}`,
    },
  ];
}
