/**
 * The frame of every chart: its name, its legend, its table on `T` and its CSV on `C`. A chart adds to the table and
 * never replaces it, so whoever cannot see one loses nothing. Recharts is loaded when the first chart is shown.
 */
import { ChartColumn, Download, Table2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useWords } from '../i18n/words.ts';
import { useShortcuts } from '../keyboard/shortcuts.ts';
import { Button } from './button.tsx';
import { csvText } from './csv-text.ts';
import { DataTable } from './data-table.tsx';
import { downloadFile } from './download-file.ts';
import type { SeriesChartProps } from './series-chart.tsx';
import { designWords } from './words.ts';

const SeriesChart = lazy(async () => ({
  default: (await import('./series-chart.tsx')).SeriesChart,
}));

interface ChartFrameProps extends SeriesChartProps {
  /** The chart's name, for the eye and for screen readers. */
  title: string;
  /** What is to be seen in it, in one sentence, for who cannot see it. */
  summary: string;
  /** Head of the table's first column, such as `Hora`. */
  labelTitle: string;
  /** Of the CSV, without its ending. */
  fileName: string;
  /** In CSV, without a unit: `53,75`. */
  formatPlain: (value: number) => string;
  /** Where the API has a CSV of its own; else it is made of the points. */
  onDownload?: () => unknown;
}

export function ChartFrame({ onDownload, ...props }: ChartFrameProps) {
  const t = useWords(designWords);
  const [isTable, setTable] = useState(false);
  const { title, summary } = props;
  const toggle = () => setTable((before) => !before);
  const download = () => (onDownload === undefined ? downloadPoints(props) : void onDownload());
  useShortcuts([
    { key: 't', label: `${t('showTable')}: ${title}`, run: toggle },
    { key: 'c', label: `${t('downloadCsv')}: ${title}`, run: download },
  ]);
  return (
    <figure aria-label={title}>
      <figcaption className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <Legend {...props} />
        <span className="flex">
          <Button kind="quiet" className="text-sm" onClick={toggle} aria-keyshortcuts="t">
            {isTable ? <ChartColumn aria-hidden size={16} /> : <Table2 aria-hidden size={16} />}
            {isTable ? t('showChart') : t('showTable')}
            <Key name="T" />
          </Button>
          <Button kind="quiet" className="text-sm" onClick={download} aria-keyshortcuts="c">
            <Download aria-hidden size={16} />
            {t('downloadCsv')}
            <Key name="C" />
          </Button>
        </span>
      </figcaption>
      {isTable ? (
        <PointsTable {...props} />
      ) : (
        <div role="img" aria-label={`${title}. ${summary}`} className="h-64">
          <Suspense fallback={null}>
            <SeriesChart {...props} />
          </Suspense>
        </div>
      )}
    </figure>
  );
}

const Key = ({ name }: { name: string }) => (
  <kbd aria-hidden className="hidden rounded-md border border-line-strong px-1.5 md:inline">
    {name}
  </kbd>
);

/** Of our own: it stands in the document's order, and shows dash and bar as they are drawn. */
const Legend = ({ series, marks }: Pick<SeriesChartProps, 'series' | 'marks'>) => (
  <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
    {series
      .filter(({ kind }) => kind !== 'figure')
      .map(({ name, kind, colour }, index) => (
        <li key={name} className="flex items-center gap-2">
          <svg aria-hidden="true" width={20} height={12}>
            {kind === 'bar' ? (
              <rect width={12} height={12} x={4} rx={2} fill={`var(--chart-${colour})`} />
            ) : (
              <path
                d="M0 6h20"
                stroke={`var(--chart-${colour})`}
                strokeWidth={2.5}
                strokeDasharray={index % 2 === 1 ? '6 4' : undefined}
              />
            )}
          </svg>
          {name}
        </li>
      ))}
    {marks !== undefined && marks.labels.length > 0 && (
      <li className="flex items-center gap-2">
        <svg aria-hidden="true" width={20} height={12}>
          <path d="M10 0v12" stroke="var(--danger)" strokeWidth={2} strokeDasharray="2 3" />
        </svg>
        {marks.name}
      </li>
    )}
  </ul>
);

const nothingToLoad = { error: null, isPending: false, refetch: () => undefined };

function PointsTable({ title, labelTitle, series, points, formatValue }: ChartFrameProps) {
  const t = useWords(designWords);
  return (
    <DataTable
      caption={title}
      rows={points}
      keyOf={({ label }) => label}
      loading={nothingToLoad}
      empty={{ text: t('nothingFound') }}
      columns={[
        { title: labelTitle, cell: ({ label }) => label },
        ...series.map(({ name }, index) => ({
          title: name,
          isFigure: true,
          cell: ({ values }: { values: readonly (number | null)[] }) =>
            shown(values[index], formatValue),
        })),
      ]}
    />
  );
}

function downloadPoints({ fileName, labelTitle, series, points, formatPlain }: ChartFrameProps) {
  const head = [labelTitle, ...series.map(({ name }) => name)];
  const rows = points.map(({ label, values }) => [
    label,
    ...values.map((value) => shown(value, formatPlain)),
  ]);
  const content = new Blob([csvText([head, ...rows])], { type: 'text/csv' });
  downloadFile(`${fileName}.csv`, content);
}

const shown = (value: number | null | undefined, format: (value: number) => string): string =>
  value == null ? '' : format(value);
