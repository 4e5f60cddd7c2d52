/** What each supplier's pieces yielded in the last months. */
import { addDays } from '@balcao/contracts/dates.ts';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { DataTable } from '../design/data-table.tsx';
import { useFormat } from '../i18n/format.ts';
import { useToday } from '../i18n/use-today.ts';
import { useWords } from '../i18n/words.ts';
import { breakdownWords } from './breakdown-words.ts';

const shownDays = 90;

export function YieldTable() {
  const t = useWords(breakdownWords);
  const format = useFormat();
  const to = useToday();
  const query = { from: addDays(to, 1 - shownDays), to };
  const report = useQuery({
    queryKey: ['stock', 'yields', query],
    queryFn: () => answer(api.GET('/api/v1/inventory/reports/yields', { params: { query } })),
  });
  const rows = report.data?.groups.flatMap(({ id, name, inputName, periods }) =>
    periods.map((period) => ({
      ...period,
      name,
      inputName,
      key: `${id} ${inputName} ${period.startsOn}`,
    })),
  );
  return (
    <DataTable
      caption={t('yields')}
      rows={rows}
      loading={report}
      keyOf={({ key }) => key}
      empty={{ text: t('noYields') }}
      columns={[
        { title: t('supplier'), cell: ({ name }) => name ?? t('unknownSupplier') },
        { title: t('input'), cell: ({ inputName }) => inputName },
        {
          title: t('month'),
          isSecondary: true,
          cell: ({ startsOn }) => format.month(startsOn.slice(0, 7)),
        },
        {
          title: t('count'),
          isFigure: true,
          isSecondary: true,
          cell: ({ breakdownCount }) => format.number(breakdownCount),
        },
        {
          title: t('weight'),
          isFigure: true,
          isSecondary: true,
          cell: ({ inputMilli }) => format.quantity(inputMilli, 'kg'),
        },
        {
          title: t('yield'),
          isFigure: true,
          cell: ({ yieldBasisPoints }) => format.percent(yieldBasisPoints / 10_000),
        },
      ]}
    />
  );
}
