/** Entries: filter, add, take back, and say what they are for. */
import type { Entry } from '@balcao/contracts/api/finance.ts';
import { useState } from 'react';
import { Link } from 'wouter';
import { Button, buttonLook } from '../design/button.tsx';
import { Page } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useWords } from '../i18n/words.ts';
import { useShortcuts } from '../keyboard/shortcuts.ts';
import { EntryDialog } from './entry-dialog.tsx';
import { EntryFilters } from './entry-filters.tsx';
import { EntryTable } from './entry-table.tsx';
import { financeWords } from './finance-words.ts';
import { ReverseDialog } from './reverse-dialog.tsx';
import { ReviewDialog } from './review-dialog.tsx';
import { useEntries } from './use-entries.ts';

type Open =
  | { kind: 'none' }
  | { kind: 'add' }
  | { kind: 'reverse'; entry: Entry }
  | { kind: 'review'; entries: Entry[] };

export function Screen() {
  const t = useWords(financeWords);
  const [open, setOpen] = useState<Open>({ kind: 'none' });
  const [, setCategory] = useFilter('category');
  const list = useEntries();
  const close = () => setOpen({ kind: 'none' });
  const review = () => {
    const entries = list.rows?.filter(isOpen) ?? [];
    if (entries.length === 0) setCategory('none');
    else setOpen({ kind: 'review', entries });
  };
  useShortcuts([{ key: 'r', label: t('review'), run: review }]);
  return (
    <Page
      title={t('entries')}
      lead={t('entriesLead')}
      actions={
        <>
          <Link href="/finance/imports" className={buttonLook()}>
            {t('imports')}
          </Link>
          <Button onClick={review}>{t('review')}</Button>
          <Button kind="primary" onClick={() => setOpen({ kind: 'add' })}>
            {t('add')}
          </Button>
        </>
      }
    >
      <EntryFilters />
      <EntryTable
        list={list}
        onReverse={(entry) => setOpen({ kind: 'reverse', entry })}
        onCategorise={(entry) => setOpen({ kind: 'review', entries: [entry] })}
      />
      {open.kind === 'add' && <EntryDialog onClose={close} />}
      {open.kind === 'reverse' && <ReverseDialog entry={open.entry} onClose={close} />}
      {open.kind === 'review' && <ReviewDialog entries={open.entries} onClose={close} />}
    </Page>
  );
}

/** Nobody has said yet what it is for, and it still stands. */
const isOpen = ({ categoryId, reversesId, reversedById }: Entry): boolean =>
  categoryId === null && reversesId === null && reversedById === null;
