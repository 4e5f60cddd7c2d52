/** What came into a till and went out, by way of payment. */
import type { TillReport } from '@balcao/contracts/api/tills.ts';
import { DataTable } from '../design/data-table.tsx';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { TillDifference } from './till-difference.tsx';
import { tillListWords } from './till-words.ts';
import { methodNames } from './words.ts';

export function TillMethods({ report }: { report: TillReport }) {
  const t = useWords(tillListWords);
  const text = useText();
  const format = useFormat();
  const moneyOf = (amountMinor: number | null) =>
    amountMinor === null ? '–' : format.money(amountMinor);
  return (
    <DataTable
      caption={t('byMethod')}
      rows={report.byMethod}
      loading={{ error: null, isPending: false, refetch: () => undefined }}
      keyOf={({ method }) => method}
      empty={{ text: t('noMovements') }}
      columns={[
        { title: t('method'), cell: ({ method }) => text(methodNames[method]) },
        { title: t('sales'), isFigure: true, cell: ({ salesMinor }) => moneyOf(salesMinor) },
        {
          title: t('refunds'),
          isFigure: true,
          isSecondary: true,
          cell: ({ refundsMinor }) => moneyOf(refundsMinor),
        },
        {
          title: t('tabPayments'),
          isFigure: true,
          isSecondary: true,
          cell: ({ tabPaymentsMinor }) => moneyOf(tabPaymentsMinor),
        },
        {
          title: t('expected'),
          isFigure: true,
          isSecondary: true,
          cell: ({ expectedMinor }) => moneyOf(expectedMinor),
        },
        {
          title: t('counted'),
          isFigure: true,
          isSecondary: true,
          cell: ({ countedMinor }) => moneyOf(countedMinor),
        },
        {
          title: t('difference'),
          isFigure: true,
          cell: ({ differenceMinor }) => <TillDifference differenceMinor={differenceMinor} />,
        },
      ]}
    />
  );
}
