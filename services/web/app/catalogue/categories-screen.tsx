/** The categories: to search, count and promote together. */
import type { Category } from '@balcao/contracts/api/product.ts';
import { useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Page } from '../design/page.tsx';
import { useWords } from '../i18n/words.ts';
import { CategoryDialog } from './category-dialog.tsx';
import { RemoveCategoryDialog } from './remove-category-dialog.tsx';
import { useCategories } from './use-categories.ts';
import { useMayWrite } from './use-may-write.ts';
import { catalogueWords } from './words.ts';

type Open = { kind: 'none' } | { kind: 'add' } | { kind: 'change' | 'remove'; category: Category };

export function Screen() {
  const t = useWords(catalogueWords);
  const mayWrite = useMayWrite();
  const [open, setOpen] = useState<Open>({ kind: 'none' });
  const close = () => setOpen({ kind: 'none' });
  const add = mayWrite && (
    <Button kind="primary" onClick={() => setOpen({ kind: 'add' })}>
      {t('addCategory')}
    </Button>
  );
  return (
    <Page title={t('categoriesTitle')} lead={t('categoriesLead')} actions={add}>
      <CategoryTable onOpen={setOpen} />
      {open.kind === 'add' && <CategoryDialog category={null} onClose={close} />}
      {open.kind === 'change' && <CategoryDialog category={open.category} onClose={close} />}
      {open.kind === 'remove' && <RemoveCategoryDialog category={open.category} onClose={close} />}
    </Page>
  );
}

function CategoryTable({ onOpen }: { onOpen: (open: Open) => void }) {
  const t = useWords(catalogueWords);
  const mayWrite = useMayWrite();
  const categories = useCategories();
  return (
    <DataTable
      caption={t('categoriesTitle')}
      rows={categories.data}
      loading={categories}
      keyOf={({ id }) => id}
      empty={{ text: t('noCategories') }}
      columns={[
        { title: t('name'), cell: ({ name }) => name },
        {
          title: t('title'),
          cell: ({ id }) => (
            <Link href={`/catalogue?category=${id}`} className="underline">
              {t('products')}
            </Link>
          ),
        },
        {
          title: t('change'),
          isFigure: true,
          cell: (category) =>
            mayWrite ? (
              <>
                <Button
                  kind="quiet"
                  aria-label={t('removeOf', { name: category.name })}
                  onClick={() => onOpen({ kind: 'remove', category })}
                >
                  {t('remove')}
                </Button>
                <Button
                  aria-label={t('changeOf', { name: category.name })}
                  onClick={() => onOpen({ kind: 'change', category })}
                >
                  {t('change')}
                </Button>
              </>
            ) : (
              '–'
            ),
        },
      ]}
    />
  );
}
