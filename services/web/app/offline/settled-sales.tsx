/** The refused sales that an admin settled by hand: by whom, when and how. */
import { DataTable } from '../design/data-table.tsx';
import { Section } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { useSaleColumns } from './sale-columns.tsx';
import type { useKeptSales } from './use-kept-sales.ts';
import { offlineWords } from './words.ts';

/** Nothing where there is none. */
export function SettledSales({
  settled,
  loading,
}: Pick<ReturnType<typeof useKeptSales>, 'settled' | 'loading'>) {
  const t = useWords(offlineWords);
  const format = useFormat();
  const columns = useSaleColumns();
  if (settled === undefined || settled.length === 0) return null;
  return (
    <Section title={t('settledTitle')}>
      <DataTable
        caption={t('settledTitle')}
        columns={[
          ...columns,
          {
            title: t('settledBy'),
            cell: ({ settledBy, settledAt }) => `${settledBy.name}, ${format.moment(settledAt)}`,
          },
          { title: t('settleReason'), cell: ({ reason }) => reason },
        ]}
        rows={settled}
        keyOf={({ id }) => id}
        loading={loading}
        empty={{ text: '' }}
      />
    </Section>
  );
}
