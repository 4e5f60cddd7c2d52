/** The stock of a day that is past: by all movements until its end. */
import { businessDate } from '@balcao/contracts/dates.ts';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { DataTable } from '../design/data-table.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { stockWords } from './words.ts';

export function PastStockTable({ asOf }: { asOf: string }) {
  const t = useWords(stockWords);
  const format = useFormat();
  const [typed] = useFilter('q');
  const query = { q: typed.trim() || undefined, asOf: businessDate.safeParse(asOf).data };
  const { rows, loading, more } = useList(['stock', 'past', query], async (cursor) => {
    const page = await answer(
      api.GET('/api/v1/inventory/stock', { params: { query: { ...query, cursor } } }),
    );
    return { ...page, items: page.items.filter((item) => 'asOf' in item) };
  });
  return (
    <DataTable
      caption={t('title')}
      rows={rows}
      loading={loading}
      more={more}
      keyOf={({ productId }) => productId}
      empty={{ text: t('nothing') }}
      columns={[
        {
          title: t('product'),
          cell: ({ productId, name }) => (
            <Link href={`/stock/products/${productId}`} className="underline">
              {name}
            </Link>
          ),
        },
        {
          title: t('onHand'),
          isFigure: true,
          cell: ({ onHandMilli, unit }) => format.quantity(onHandMilli, unit),
        },
        {
          title: t('value'),
          isFigure: true,
          cell: ({ valueMinor }) => format.money(valueMinor),
        },
      ]}
    />
  );
}
