/** The breakdowns that were made, what each supplier's pieces yield, and the way to undo one. */
import type { Breakdown } from '@balcao/contracts/api/breakdowns.ts';
import { useState } from 'react';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { ProductName } from '../catalogue/product-name.tsx';
import { Button, buttonLook } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Badge } from '../design/notice.tsx';
import { Page, Section } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { breakdownWords } from './breakdown-words.ts';
import { ReverseBreakdownDialog } from './reverse-breakdown-dialog.tsx';
import { YieldTable } from './yield-table.tsx';

export function Screen() {
  const t = useWords(breakdownWords);
  const [toReverse, setToReverse] = useState<Breakdown | null>(null);
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <Link href="/stock/breakdowns/templates" className={buttonLook()}>
            {t('templates')}
          </Link>
          <Link href="/stock/breakdowns/new" className={buttonLook('primary')}>
            {t('start')}
          </Link>
        </>
      }
    >
      <Section title={t('yields')}>
        <YieldTable />
      </Section>
      <Section title={t('title')}>
        <BreakdownTable onReverse={setToReverse} />
      </Section>
      {toReverse !== null && (
        <ReverseBreakdownDialog breakdown={toReverse} onClose={() => setToReverse(null)} />
      )}
    </Page>
  );
}

function BreakdownTable({ onReverse }: { onReverse: (breakdown: Breakdown) => void }) {
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
        {
          title: t('undo'),
          isFigure: true,
          cell: (breakdown) => <Undo breakdown={breakdown} onReverse={onReverse} />,
        },
      ]}
    />
  );
}

interface UndoProps {
  breakdown: Breakdown;
  onReverse: (breakdown: Breakdown) => void;
}

function Undo({ breakdown, onReverse }: UndoProps) {
  const t = useWords(breakdownWords);
  const format = useFormat();
  if (breakdown.status === 'reversed') return null;
  return (
    <Button
      aria-label={t('reverseOf', {
        when: format.moment(breakdown.occurredAt),
        weight: format.quantity(breakdown.quantityMilli, 'kg'),
      })}
      onClick={() => onReverse(breakdown)}
    >
      {t('reverse')}
    </Button>
  );
}
