/** The counts: begin one, go on with one, see what one found. */
import type { Count } from '@balcao/contracts/api/counts.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { useList } from '../api/use-list.ts';
import { useCategories } from '../catalogue/use-categories.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { SelectField, TextField } from '../design/field.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import { Badge } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { countStatusNames, countWords } from './count-words.ts';

export function Screen() {
  const t = useWords(countWords);
  const [isOpening, setOpening] = useState(false);
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button kind="primary" onClick={() => setOpening(true)}>
          {t('open')}
        </Button>
      }
    >
      <CountTable />
      {isOpening && <OpenDialog onClose={() => setOpening(false)} />}
    </Page>
  );
}

function CountTable() {
  const t = useWords(countWords);
  const text = useText();
  const format = useFormat();
  const { rows, loading, more } = useList(['stock', 'counts'], (cursor) =>
    answer(api.GET('/api/v1/inventory/counts', { params: { query: { cursor } } })),
  );
  return (
    <DataTable
      caption={t('title')}
      rows={rows}
      loading={loading}
      more={more}
      keyOf={({ id }) => id}
      empty={{ text: t('none') }}
      columns={[
        {
          title: t('opened'),
          cell: ({ id, openedAt }) => (
            <Link href={`/stock/counts/${id}`} className="underline">
              {format.moment(openedAt)}
            </Link>
          ),
        },
        {
          title: t('state'),
          cell: ({ status }) => (
            <Badge tone={status === 'open' ? 'warning' : 'neutral'}>
              {text(countStatusNames[status])}
            </Badge>
          ),
        },
        {
          title: t('progress'),
          isFigure: true,
          isSecondary: true,
          cell: ({ countedCount, productCount }) =>
            t('progressOf', { counted: countedCount, all: productCount }),
        },
        {
          title: t('differences'),
          isFigure: true,
          cell: ({ result }) => result?.differenceCount ?? '–',
        },
        {
          title: t('shortage'),
          isFigure: true,
          isSecondary: true,
          cell: (count) => <Money count={count} of="shortageMinor" />,
        },
        {
          title: t('surplus'),
          isFigure: true,
          isSecondary: true,
          cell: (count) => <Money count={count} of="surplusMinor" />,
        },
      ]}
    />
  );
}

function Money({ count: { result }, of }: { count: Count; of: 'shortageMinor' | 'surplusMinor' }) {
  const format = useFormat();
  return result === null ? '–' : format.money(result[of]);
}

function OpenDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(countWords);
  const categories = useCategories();
  const [categoryId, setCategory] = useState('');
  const [note, setNote] = useState('');
  const open = useOpen();
  return (
    <FormDialog
      title={t('open')}
      description={t('lead')}
      submit={t('start')}
      action={open}
      onSubmit={() =>
        open.mutate({ categoryId: categoryId || undefined, note: note.trim() || undefined })
      }
      onClose={onClose}
    >
      <SelectField
        label={t('category')}
        value={categoryId}
        onChange={({ target }) => setCategory(target.value)}
      >
        <option value="">{t('everything')}</option>
        {categories.data?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t('note')}
        maxLength={200}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
    </FormDialog>
  );
}

function useOpen() {
  const queries = useQueryClient();
  const [, goTo] = useLocation();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (body: { categoryId: string | undefined; note: string | undefined }) =>
      answer(api.POST('/api/v1/inventory/counts', { params: { header }, body })),
    async onSuccess({ id }) {
      await queries.invalidateQueries({ queryKey: ['stock', 'counts'] });
      goTo(`/stock/counts/${id}`);
    },
  });
}
