/** What cash was put into a till and taken out of it beside sales. */
import type { TillMovement } from '@balcao/contracts/api/tills.ts';
import { DataTable } from '../design/data-table.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { tillListWords } from './till-words.ts';

export function TillMovements({ movements }: { movements: TillMovement[] }) {
  const t = useWords(tillListWords);
  const format = useFormat();
  return (
    <DataTable
      caption={t('movements')}
      rows={movements}
      loading={{ error: null, isPending: false, refetch: () => undefined }}
      keyOf={({ id }) => id}
      empty={{ text: t('noMovements') }}
      columns={[
        { title: t('when'), cell: ({ at }) => format.moment(at) },
        { title: t('type'), cell: ({ type }) => t(type) },
        { title: t('note'), isSecondary: true, cell: ({ note }) => note ?? '' },
        {
          title: t('amount'),
          isFigure: true,
          cell: ({ type, amountMinor }) =>
            format.money(type === 'sangria' ? -amountMinor : amountMinor),
        },
      ]}
    />
  );
}
