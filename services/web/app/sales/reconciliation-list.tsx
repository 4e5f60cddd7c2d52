/** The transactions of a day, ours and the provider's. */
import type { ReconciliationState } from '@balcao/contracts/api/payment.ts';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { DataTable } from '../design/data-table.tsx';
import { Badge } from '../design/notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { tillListWords } from './till-words.ts';
import { kindNames, matchNames, paymentNames } from './words.ts';

interface ReconciliationListProps {
  date: string;
  state: ReconciliationState | undefined;
}

export function ReconciliationList({ date, state }: ReconciliationListProps) {
  const t = useWords(tillListWords);
  const text = useText();
  const format = useFormat();
  const list = useList(['reconciliation', date, state], (cursor) =>
    answer(
      api.GET('/api/v1/payments/reconciliation', { params: { query: { date, state, cursor } } }),
    ),
  );
  const moneyOf = (amountMinor: number | null) =>
    amountMinor === null ? '–' : format.money(amountMinor);
  return (
    <DataTable
      caption={t('reconciliation')}
      {...list}
      keyOf={({ kind, name }) => `${kind} ${name}`}
      empty={{ text: t('nothingThatDay') }}
      columns={[
        { title: t('when'), cell: ({ at }) => format.moment(at) },
        { title: t('kind'), isSecondary: true, cell: ({ kind }) => text(kindNames[kind]) },
        {
          title: t('status'),
          cell: (item) => (
            <Badge tone={item.state === 'matched' ? 'positive' : 'danger'}>
              {text(matchNames[item.state])}
            </Badge>
          ),
        },
        {
          title: t('method'),
          isSecondary: true,
          cell: ({ status }) => (status === null ? '–' : text(paymentNames[status])),
        },
        { title: t('ours'), isFigure: true, cell: ({ ourMinor }) => moneyOf(ourMinor) },
        { title: t('theirs'), isFigure: true, cell: ({ theirMinor }) => moneyOf(theirMinor) },
      ]}
    />
  );
}
