/** Every sale that got of a lot or of what was cut from it. */
import type { LotTrace } from '@balcao/contracts/api/traces.ts';
import { DataTable } from '../design/data-table.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { lotWords } from './lot-words.ts';

export function TracedOrders({ trace }: { trace: LotTrace }) {
  const t = useWords(lotWords);
  const format = useFormat();
  const lots = new Map([trace.lot, ...trace.descendants].map((lot) => [lot.id, lot]));
  const unitOf = (lotId: string) => lots.get(lotId)?.unit ?? trace.lot.unit;
  return (
    <DataTable
      caption={t('sales')}
      rows={trace.orders}
      loading={{ error: null, isPending: false, refetch: () => undefined }}
      keyOf={({ orderId, lotId, occurredAt }) => `${orderId} ${lotId} ${occurredAt}`}
      empty={{ text: t('noOrders') }}
      columns={[
        { title: t('when'), cell: ({ occurredAt }) => format.moment(occurredAt) },
        { title: t('product'), cell: ({ lotId }) => lots.get(lotId)?.productName ?? '–' },
        {
          title: t('receipt'),
          isSecondary: true,
          cell: ({ receipt }) =>
            receipt === null ? t('noReceipt') : `${receipt.register}/${receipt.number}`,
        },
        {
          title: t('sold'),
          isFigure: true,
          cell: ({ soldMilli, lotId }) => format.quantity(soldMilli, unitOf(lotId)),
        },
        {
          title: t('returned'),
          isFigure: true,
          isSecondary: true,
          cell: ({ returnedMilli, lotId }) =>
            returnedMilli === 0 ? '–' : format.quantity(returnedMilli, unitOf(lotId)),
        },
      ]}
    />
  );
}
