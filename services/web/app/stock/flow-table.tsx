/** The same way as a table: a line for each lot and each way out of it. */
import { DataTable } from '../design/data-table.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { exitWords } from './flow-picture.tsx';
import type { LotFlow } from './lot-flow.ts';
import { lotWords } from './lot-words.ts';

export function FlowTable({ flow }: { flow: LotFlow }) {
  const t = useWords(lotWords);
  const format = useFormat();
  const rows = [flow.lot, ...flow.cuts].flatMap(({ lot, exits }) => [
    { key: lot.id, step: t('received'), lot, quantityMilli: lot.receivedMilli },
    ...exits.map(({ kind, quantityMilli }) => ({
      key: `${lot.id} ${kind}`,
      step: t(exitWords[kind]),
      lot,
      quantityMilli,
    })),
  ]);
  return (
    <DataTable
      caption={t('table')}
      rows={rows}
      loading={{ error: null, isPending: false, refetch: () => undefined }}
      keyOf={({ key }) => key}
      empty={{ text: t('nothing') }}
      columns={[
        { title: t('which'), cell: ({ lot }) => lot.productName },
        { title: t('step'), cell: ({ step }) => step },
        {
          title: t('quantity'),
          isFigure: true,
          cell: ({ lot, quantityMilli }) => format.quantity(quantityMilli, lot.unit),
        },
      ]}
    />
  );
}
