/** When things are sold: a heat map of hours and weekdays, which is its own table. */
import { formatAmount } from '@balcao/contracts/amount-text.ts';
import type { SalesByHour } from '@balcao/contracts/api/sales-by-hour.ts';
import { daysBetween } from '@balcao/contracts/dates.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { csvText } from '../design/csv-text.ts';
import { DataTable } from '../design/data-table.tsx';
import { downloadFile } from '../design/download-file.ts';
import { Notice } from '../design/notice.tsx';
import { designWords } from '../design/words.ts';
import { useFormat } from '../i18n/format.ts';
import { type Language, useLanguage } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { useShortcuts } from '../keyboard/shortcuts.ts';
import { type HourCell, type HourRow, hoursGrid, weekdays } from './hours-grid.ts';
import { ReportPage } from './report-page.tsx';
import { reportWords } from './report-words.ts';
import { usePeriod } from './use-period.ts';

/** As the API has it. */
const maxDays = 366;

export function Screen() {
  const t = useWords(reportWords);
  const [query] = usePeriod();
  const isTooLong = daysBetween(query.from, query.to) >= maxDays;
  const report = useQuery({
    queryKey: ['report', 'hours', query],
    enabled: !isTooLong,
    placeholderData: keepPreviousData,
    queryFn: () => answer(api.GET('/api/v1/orders/by-hour', { params: { query } })),
  });
  return (
    <ReportPage report="hours" query={{ ...report, isPending: report.isLoading }}>
      {isTooLong && <Notice tone="warning">{t('hoursTooLong')}</Notice>}
      {!isTooLong && report.data !== undefined && <Grid report={report.data} />}
    </ReportPage>
  );
}

/** The first of January 2024 was a Monday. */
const weekdayName = (language: Language, weekday: number, length: 'short' | 'long') =>
  new Intl.DateTimeFormat(language, { timeZone: 'UTC', weekday: length }).format(
    Date.UTC(2024, 0, weekday),
  );

function Grid({ report }: { report: SalesByHour }) {
  const t = useWords(reportWords);
  const language = useLanguage();
  const rows = hoursGrid(report.items);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <Busiest report={report} />
        <GridCsv report={report} rows={rows} />
      </div>
      <DataTable
        caption={t('hoursCaption')}
        rows={rows}
        loading={{ error: null, isPending: false, refetch: () => undefined }}
        keyOf={({ hour }) => String(hour)}
        empty={{ text: t('nothing') }}
        columns={[
          { title: t('hour'), cell: ({ hour }) => `${hour}h` },
          ...weekdays.map((weekday) => ({
            title: weekdayName(language, weekday, 'short'),
            isFigure: true,
            cell: ({ days }: HourRow) => <Cell cell={days[weekday - 1]} />,
          })),
        ]}
      />
    </>
  );
}

/** At most that much of the colour, so that the figure stands out from it in both themes. */
const maxHeatPercent = 45;

function Cell({ cell }: { cell: HourCell | undefined }) {
  const format = useFormat();
  if (cell === undefined || cell.saleCount === 0) return <span className="text-ink-soft">·</span>;
  const heat = Math.round(cell.heat * maxHeatPercent);
  return (
    <span
      className="-mx-2 block rounded-md px-2 py-1"
      style={{ background: `color-mix(in oklab, var(--chart-1) ${heat}%, var(--surface))` }}
    >
      {format.number(Math.round(cell.totalMinor / 100))}
    </span>
  );
}

function Busiest({ report }: { report: SalesByHour }) {
  const t = useWords(reportWords);
  const format = useFormat();
  const language = useLanguage();
  const [best] = report.items.toSorted((a, b) => b.totalMinor - a.totalMinor);
  if (best === undefined) return null;
  const day = weekdayName(language, best.weekday, 'long');
  return <p>{t('busiest', { day, hour: best.hour, amount: format.money(best.totalMinor) })}</p>;
}

function GridCsv({ report, rows }: { report: SalesByHour; rows: HourRow[] }) {
  const t = useWords(reportWords);
  const design = useWords(designWords);
  const language = useLanguage();
  const download = () => {
    const head = [t('hour'), ...weekdays.map((day) => weekdayName(language, day, 'long'))];
    const lines = rows.map(({ hour, days }) => [
      `${hour}h`,
      ...days.map(({ totalMinor }) => formatAmount(totalMinor)),
    ]);
    const content = new Blob([csvText([head, ...lines])], { type: 'text/csv' });
    downloadFile(`sales-by-hour-${report.from}-${report.to}.csv`, content);
  };
  useShortcuts([{ key: 'c', label: design('downloadCsv'), run: download }]);
  return (
    <Button kind="quiet" className="text-sm" onClick={download} aria-keyshortcuts="c">
      <Download aria-hidden size={16} />
      {design('downloadCsv')}
    </Button>
  );
}
