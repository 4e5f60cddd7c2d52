/** The deliveries that came in, newest first. */
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { DataTable } from '../design/data-table.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { receiveWords } from './receive-words.ts';

export function ReceiptTable() {
  const t = useWords(receiveWords);
  const format = useFormat();
  const { rows, loading, more } = useList(['stock', 'receipts'], (cursor) =>
    answer(api.GET('/api/v1/inventory/receipts', { params: { query: { cursor, limit: 10 } } })),
  );
  return (
    <DataTable
      caption={t('recent')}
      rows={rows}
      loading={loading}
      more={more}
      keyOf={({ id }) => id}
      empty={{ text: t('noReceipts') }}
      columns={[
        { title: t('when'), cell: ({ receivedOn }) => format.day(receivedOn) },
        { title: t('supplier'), cell: ({ supplierName }) => supplierName ?? t('noSupplier') },
        { title: t('document'), isSecondary: true, cell: ({ document }) => document ?? '–' },
        {
          title: t('lineCount'),
          isFigure: true,
          isSecondary: true,
          cell: ({ lineCount }) => format.number(lineCount),
        },
        { title: t('total'), isFigure: true, cell: ({ totalMinor }) => format.money(totalMinor) },
      ]}
    />
  );
}
