/** Levels of now, by the filters in the address. */
import type { StockLevel } from '@balcao/contracts/api/inventory.ts';
import { useDeferredValue } from 'react';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { buttonLook } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Badge } from '../design/notice.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { stockWords } from './words.ts';

export function LevelTable() {
  const t = useWords(stockWords);
  const { rows, loading, more, isFiltered } = useLevels();
  const columns = useColumns();
  return (
    <DataTable
      caption={t('title')}
      rows={rows}
      loading={loading}
      more={more}
      keyOf={({ productId }) => productId}
      empty={isFiltered ? { text: t('nothing') } : { text: t('noStock'), action: <FirstStep /> }}
      columns={columns}
    />
  );
}

function useLevels() {
  const [typed] = useFilter('q');
  const [show] = useFilter('show');
  const q = useDeferredValue(typed.trim()) || undefined;
  const query = {
    q,
    isLow: show === 'low' || undefined,
    isNegative: show === 'negative' || undefined,
  };
  const list = useList(['stock', 'levels', query], async (cursor) => {
    const page = await answer(
      api.GET('/api/v1/inventory/stock', { params: { query: { ...query, cursor } } }),
    );
    // Without `asOf` they are levels; the document of the API has one answer for both.
    return { ...page, items: page.items.filter((item) => 'availableMilli' in item) };
  });
  return { ...list, isFiltered: q !== undefined || show !== '' };
}

function useColumns() {
  const t = useWords(stockWords);
  const format = useFormat();
  const figure = (quantity: number, { unit }: StockLevel) =>
    quantity === 0 ? '–' : format.quantity(quantity, unit);
  return [
    {
      title: t('product'),
      cell: ({ productId, name }: StockLevel) => (
        <Link href={`/stock/products/${productId}`} className="underline">
          {name}
        </Link>
      ),
    },
    { title: t('state'), cell: (level: StockLevel) => <LevelBadges level={level} /> },
    {
      title: t('available'),
      isFigure: true,
      cell: (level: StockLevel) => format.quantity(level.availableMilli, level.unit),
    },
    {
      title: t('minimum'),
      isFigure: true,
      isSecondary: true,
      cell: (level: StockLevel) => figure(level.minimumMilli ?? 0, level),
    },
    {
      title: t('onHand'),
      isFigure: true,
      isSecondary: true,
      cell: (level: StockLevel) => format.quantity(level.onHandMilli, level.unit),
    },
    {
      title: t('reserved'),
      isFigure: true,
      isSecondary: true,
      cell: (level: StockLevel) => figure(level.reservedMilli, level),
    },
    {
      title: t('value'),
      isFigure: true,
      isSecondary: true,
      cell: ({ valueMinor }: StockLevel) => format.money(valueMinor),
    },
  ];
}

/** What somebody has to do something about. */
export function LevelBadges({ level }: { level: StockLevel }) {
  const t = useWords(stockWords);
  const format = useFormat();
  return (
    <span className="flex flex-wrap gap-1">
      {level.onHandMilli < 0 && <Badge tone="danger">{t('isNegative')}</Badge>}
      {level.isLow && <Badge tone="warning">{t('isLow')}</Badge>}
      {level.expiredMilli > 0 && (
        <Badge tone="warning">
          {t('hasExpired')} · {format.quantity(level.expiredMilli, level.unit)}
        </Badge>
      )}
    </span>
  );
}

function FirstStep() {
  const t = useWords(stockWords);
  return (
    <Link href="/stock/receive" className={buttonLook()}>
      {t('receive')}
    </Link>
  );
}
