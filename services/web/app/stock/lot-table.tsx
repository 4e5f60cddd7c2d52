/** Lots, what expires first, first. */
import type { Lot } from '@balcao/contracts/api/lots.ts';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { DataTable } from '../design/data-table.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { ExpiryText } from './expiry-text.tsx';
import { lotWords } from './lot-words.ts';

interface LotQuery {
  productId?: string | undefined;
  supplierId?: string | undefined;
  expiringWithinDays?: number | undefined;
  isExpired?: boolean | undefined;
  hasStock?: boolean | undefined;
  lotCode?: string | undefined;
}

interface LotTableProps {
  query: LotQuery;
  /** All are of one product, which the page names. */
  isOfProduct?: boolean;
}

export function LotTable({ query, isOfProduct = false }: LotTableProps) {
  const t = useWords(lotWords);
  const format = useFormat();
  const { rows, loading, more } = useList(['stock', 'lots', query], (cursor) =>
    answer(api.GET('/api/v1/inventory/lots', { params: { query: { ...query, cursor } } })),
  );
  const product = { title: t('product'), cell: ({ productName }: Lot) => productName };
  return (
    <DataTable
      caption={t('title')}
      rows={rows}
      loading={loading}
      more={more}
      keyOf={({ id }) => id}
      empty={{ text: t('nothing') }}
      columns={[
        ...(isOfProduct ? [] : [product]),
        { title: t('expires'), cell: (lot) => <ExpiryText lot={lot} /> },
        {
          title: t('onHand'),
          isFigure: true,
          cell: ({ onHandMilli, unit }) => format.quantity(onHandMilli, unit),
        },
        {
          title: t('supplier'),
          isSecondary: true,
          cell: ({ supplierName }) => supplierName ?? t('unknownSupplier'),
        },
        {
          title: t('receivedOn'),
          isSecondary: true,
          cell: ({ receivedOn }) => format.day(receivedOn),
        },
        { title: t('lotCode'), isSecondary: true, cell: ({ lotCode }) => lotCode ?? '' },
        {
          title: t('value'),
          isFigure: true,
          isSecondary: true,
          cell: ({ valueMinor }) => format.money(valueMinor),
        },
        {
          title: t('flow'),
          cell: ({ id }) => (
            <Link href={`/stock/lots/${id}`} className="underline">
              {t('trace')}
            </Link>
          ),
        },
      ]}
    />
  );
}
