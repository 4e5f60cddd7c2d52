/** How a sale was paid, and what of it went back. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import { DataTable } from '../design/data-table.tsx';
import { Section } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { methodNames, paymentNames, salesWords } from './words.ts';

const loading = { error: null, isPending: false, refetch: () => undefined };

export function OrderMoney({ order }: { order: Order }) {
  const t = useWords(salesWords);
  const text = useText();
  const format = useFormat();
  return (
    <>
      <Section title={t('payments')}>
        <DataTable
          caption={t('payments')}
          rows={order.payments}
          loading={loading}
          keyOf={({ id }) => id}
          empty={{ text: t('noTimeline') }}
          columns={[
            { title: t('method'), cell: ({ method }) => text(methodNames[method]) },
            { title: t('status'), cell: ({ status }) => text(paymentNames[status]) },
            {
              title: t('amount'),
              isFigure: true,
              cell: ({ amountMinor }) => format.money(amountMinor),
            },
          ]}
        />
      </Section>
      {order.refunds.length > 0 && <Refunds order={order} />}
    </>
  );
}

function Refunds({ order }: { order: Order }) {
  const t = useWords(salesWords);
  const format = useFormat();
  const itemOf = ({ position, quantityMilli, disposition }: RefundLine) => {
    const line = order.lines[position];
    const quantity = line === undefined ? '' : format.quantity(quantityMilli, line.unit);
    return `${line?.name ?? ''} ${quantity} (${t(disposition)})`;
  };
  return (
    <Section title={t('refunds')}>
      <DataTable
        caption={t('refunds')}
        rows={order.refunds}
        loading={loading}
        keyOf={({ id }) => id}
        empty={{ text: '' }}
        columns={[
          { title: t('when'), cell: ({ refundedAt }) => format.moment(refundedAt) },
          {
            title: t('items'),
            cell: ({ lines, note }) => (
              <>
                {lines.map(itemOf).join(', ')}
                {note !== null && <p className="text-sm text-ink-soft">{note}</p>}
              </>
            ),
          },
          {
            title: t('amount'),
            isFigure: true,
            cell: ({ totalMinor }) => format.money(-totalMinor),
          },
        ]}
      />
    </Section>
  );
}

type RefundLine = Order['refunds'][number]['lines'][number];
