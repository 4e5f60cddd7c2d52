/** A product's prices over time: a picture of steps, and the table of it. */
import type { Price, Product } from '@balcao/contracts/api/product.ts';
import { lazy, Suspense } from 'react';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { DataTable } from '../design/data-table.tsx';
import { Section } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { catalogueWords } from './words.ts';

// The library of charts is as large as all the rest: it comes when there is something to draw.
const PriceChart = lazy(async () => ({ default: (await import('./price-chart.tsx')).PriceChart }));

export function PriceSection({ product }: { product: Product }) {
  const t = useWords(catalogueWords);
  const format = useFormat();
  const { rows, loading, more } = useList(['products', 'prices', product.id], (cursor) =>
    answer(
      api.GET('/api/v1/products/{id}/prices', {
        params: { path: { id: product.id }, query: { cursor } },
      }),
    ),
  );
  return (
    <Section title={t('priceHistory')}>
      {rows !== undefined && rows.length > 1 && (
        <Suspense fallback={<div className="h-56" />}>
          <PriceChart prices={rows} />
        </Suspense>
      )}
      <DataTable
        caption={t('priceHistory')}
        rows={rows}
        loading={loading}
        more={more}
        keyOf={({ validFrom }: Price) => validFrom}
        empty={{ text: t('nothing') }}
        columns={[
          { title: t('from'), cell: ({ validFrom }) => format.moment(validFrom) },
          {
            title: t('until'),
            cell: ({ validTo }) => (validTo === null ? t('now') : format.moment(validTo)),
          },
          {
            title: t('cost'),
            isFigure: true,
            cell: ({ costMinor }) => (costMinor === null ? '–' : format.money(costMinor)),
          },
          {
            title: t('price'),
            isFigure: true,
            cell: ({ priceMinor }) => format.money(priceMinor),
          },
        ]}
      />
    </Section>
  );
}
