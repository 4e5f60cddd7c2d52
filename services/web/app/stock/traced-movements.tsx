/** What else moved a lot, or what was cut from it. */
import type { LotTrace } from '@balcao/contracts/api/traces.ts';
import { DataTable } from '../design/data-table.tsx';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { lotWords } from './lot-words.ts';
import { movementNames } from './words.ts';

export function TracedMovements({ trace }: { trace: LotTrace }) {
  const t = useWords(lotWords);
  const text = useText();
  const format = useFormat();
  const lots = new Map([trace.lot, ...trace.descendants].map((lot) => [lot.id, lot]));
  const rows = trace.movements.map((movement, index) => ({ ...movement, key: String(index) }));
  return (
    <DataTable
      caption={t('movements')}
      rows={rows}
      loading={{ error: null, isPending: false, refetch: () => undefined }}
      keyOf={({ key }) => key}
      empty={{ text: t('noMovements') }}
      columns={[
        {
          title: t('when'),
          cell: ({ occurredAt }) => (occurredAt === null ? '–' : format.moment(occurredAt)),
        },
        {
          title: t('what'),
          cell: ({ type }) => (type === null ? t('takenOver') : text(movementNames[type])),
        },
        {
          title: t('product'),
          isSecondary: true,
          cell: ({ lotId }) => lots.get(lotId)?.productName ?? '–',
        },
        {
          title: t('quantity'),
          isFigure: true,
          cell: ({ quantityMilli, lotId }) =>
            format.quantity(quantityMilli, lots.get(lotId)?.unit ?? trace.lot.unit),
        },
        {
          title: t('value'),
          isFigure: true,
          isSecondary: true,
          cell: ({ costMinor }) => format.money(costMinor),
        },
      ]}
    />
  );
}
