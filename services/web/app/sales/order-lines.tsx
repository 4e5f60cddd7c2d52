/** What was sold, with its sums. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import { DataTable } from '../design/data-table.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { salesWords } from './words.ts';

export function OrderLines({ order }: { order: Order }) {
  const t = useWords(salesWords);
  const format = useFormat();
  const rows = order.lines.map((line, position) => ({ ...line, position }));
  return (
    <>
      <DataTable
        caption={t('lines')}
        rows={rows}
        loading={{ error: null, isPending: false, refetch: () => undefined }}
        keyOf={({ position }) => String(position)}
        empty={{ text: t('nothing') }}
        columns={[
          { title: t('product'), cell: ({ name }) => name },
          {
            title: t('quantity'),
            isFigure: true,
            cell: ({ quantityMilli, unit }) => format.quantity(quantityMilli, unit),
          },
          {
            title: t('price'),
            isFigure: true,
            isSecondary: true,
            cell: ({ unitPriceMinor }) => format.money(unitPriceMinor),
          },
          { title: t('total'), isFigure: true, cell: ({ totalMinor }) => format.money(totalMinor) },
        ]}
      />
      <Sums order={order} />
    </>
  );
}

function Sums({ order }: { order: Order }) {
  const t = useWords(salesWords);
  const format = useFormat();
  const { subtotalMinor, discountMinor, totalMinor, changeMinor } = order;
  return (
    <dl className="mt-3 ml-auto grid w-fit grid-cols-[auto_auto] gap-x-8 gap-y-1 px-3 text-right">
      {discountMinor > 0 && (
        <>
          <dt className="text-ink-soft">{t('subtotal')}</dt>
          <dd>{format.money(subtotalMinor)}</dd>
          <dt className="text-ink-soft">{t('discount')}</dt>
          <dd>{format.money(-discountMinor)}</dd>
        </>
      )}
      <dt className="text-lg font-semibold">{t('total')}</dt>
      <dd className="text-lg font-semibold">{format.money(totalMinor)}</dd>
      {changeMinor > 0 && (
        <>
          <dt className="text-ink-soft">{t('change')}</dt>
          <dd>{format.money(changeMinor)}</dd>
        </>
      )}
    </dl>
  );
}
