/** The latest price of each symbol. */
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { useState } from 'react';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { TextField } from '../design/field.tsx';
import { Page } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import { ImportDialog } from './import-dialog.tsx';
import { usePriceText } from './price-text.ts';
import { QuoteDialog } from './quote-dialog.tsx';
import { quoteWords } from './quote-words.ts';

export function Screen() {
  const t = useWords(quoteWords);
  const { role } = useUser();
  const [open, setOpen] = useState<'none' | 'add' | 'import'>('none');
  const close = () => setOpen('none');
  const actions = (
    <>
      <Button onClick={() => setOpen('import')}>{t('importQuotes')}</Button>
      <Button kind="primary" onClick={() => setOpen('add')}>
        {t('addQuote')}
      </Button>
    </>
  );
  return (
    <Page
      title={t('quotes')}
      lead={t('quotesLead')}
      actions={isAllowed(role, 'market:write') ? actions : undefined}
    >
      <Search />
      <Latest />
      {open === 'add' && <QuoteDialog onClose={close} />}
      {open === 'import' && <ImportDialog onClose={close} />}
    </Page>
  );
}

function Search() {
  const t = useWords(quoteWords);
  const [q, setQ] = useFilter('q');
  return (
    <search className="mb-4 flex">
      <TextField
        label={t('searchSymbol')}
        type="search"
        className="w-full sm:w-96"
        value={q}
        onChange={({ target }) => setQ(target.value)}
      />
    </search>
  );
}

function Latest() {
  const t = useWords(quoteWords);
  const format = useFormat();
  const priceText = usePriceText();
  const [typed] = useFilter('q');
  const query = { q: typed.trim() || undefined, limit: 50 };
  const { rows, loading, more } = useList(
    ['quotes', 'latest', query],
    (cursor) =>
      answer(api.GET('/api/v1/market/quotes/latest', { params: { query: { ...query, cursor } } })),
    { isLive: true },
  );
  return (
    <DataTable
      caption={t('quotes')}
      rows={rows}
      loading={loading}
      more={more}
      keyOf={({ symbol }) => symbol}
      empty={{ text: t(query.q === undefined ? 'noQuotes' : 'noSuchSymbol') }}
      columns={[
        {
          title: t('symbol'),
          cell: ({ symbol }) => (
            <Link
              className="font-medium underline"
              href={`/market/quotes/${encodeURIComponent(symbol)}`}
            >
              {symbol}
            </Link>
          ),
        },
        { title: t('price'), isFigure: true, cell: ({ price }) => priceText(price) },
        { title: t('when'), cell: ({ at }) => format.moment(at) },
        { title: t('source'), cell: ({ source }) => source, isSecondary: true },
      ]}
    />
  );
}
