/** The breakdowns that were made, and what each supplier's pieces yield. */
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { ProductName } from '../catalogue/product-name.tsx';
import { buttonLook } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Badge } from '../design/notice.tsx';
import { Page, Section } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { breakdownWords } from './breakdown-words.ts';
import { YieldTable } from './yield-table.tsx';

export function Screen() {
  const t = useWords(breakdownWords);
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Link href="/stock/breakdowns/new" className={buttonLook('primary')}>
          {t('start')}
        </Link>
      }
    >
      <Section title={t('yields')}>
        <YieldTable />
      </Section>
      <Section title={t('title')}>
        <BreakdownTable />
      </Section>
    </Page>
  );
}

function BreakdownTable() {
  const t = useWords(breakdownWords);
  const format = useFormat();
  const { rows, loading, more } = useList(['stock', 'breakdowns'], (cursor) =>
    answer(api.GET('/api/v1/inventory/breakdowns', { params: { query: { cursor, limit: 20 } } })),
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
        { title: t('when'), cell: ({ occurredAt }) => format.moment(occurredAt) },
        { title: t('input'), cell: ({ inputProductId }) => <ProductName id={inputProductId} /> },
        {
          title: t('weight'),
          isFigure: true,
          cell: ({ quantityMilli }) => format.quantity(quantityMilli, 'kg'),
        },
        {
          title: t('loss'),
          isFigure: true,
          cell: ({ lossBasisPoints }) => format.percent(lossBasisPoints / 10_000),
        },
        {
          title: t('cost'),
          isFigure: true,
          isSecondary: true,
          cell: ({ costMinor }) => format.money(costMinor),
        },
        {
          title: t('state'),
          isSecondary: true,
          cell: ({ status }) => (
            <Badge tone={status === 'done' ? 'positive' : 'neutral'}>{t(status)}</Badge>
          ),
        },
        {
          title: t('lot'),
          cell: ({ inputLotId }) => (
            <Link href={`/stock/lots/${inputLotId}`} className="underline">
              {t('lotOf')}
            </Link>
          ),
        },
      ]}
    />
  );
}
