/** The frame of every report: its neighbours, its period, what it is compared with, its CSV by the API. */
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { Button } from '../design/button.tsx';
import { classNames } from '../design/class-names.ts';
import { downloadAnswer } from '../design/download-file.ts';
import { Page } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import type { Period } from './period.ts';
import { PeriodChooser } from './period-chooser.tsx';
import { reportWords } from './report-words.ts';
import { usePeriod } from './use-period.ts';
import { periodWords } from './words.ts';

const reports = [
  { path: 'profit', name: 'profit', lead: 'profitLead', csv: 'profit-and-loss' },
  { path: 'cash-flow', name: 'cashFlow', lead: 'cashFlowLead', csv: 'cash-flow' },
  { path: 'by-category', name: 'byCategory', lead: 'byCategoryLead', csv: 'by-category' },
  { path: 'margin', name: 'margin', lead: 'marginLead', csv: 'margin-by-product' },
  { path: 'hours', name: 'hours', lead: 'hoursLead', csv: null },
] as const;

interface ReportPageProps {
  report: (typeof reports)[number]['name'];
  query: { error: unknown; isPending: boolean; refetch: () => unknown };
  /** Where it is set beside the period before it. */
  before?: Period | undefined;
  children: ReactNode;
}

export function ReportPage({ report, query, before, children }: ReportPageProps) {
  const t = useWords(reportWords);
  const design = useWords(designWords);
  const shown = reports.find(({ name }) => name === report) ?? reports[0];
  return (
    <Page
      title={t(shown.name)}
      lead={t(shown.lead)}
      actions={shown.csv !== null && <CsvButton name={shown.csv} />}
    >
      <ReportTabs />
      <div className="mb-6 flex flex-wrap items-end justify-between gap-3">
        <PeriodChooser />
        {before !== undefined && <Compared before={before} />}
      </div>
      {query.error !== null && (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <p role="status">{design('loading')}</p>}
      {children}
    </Page>
  );
}

/** The period stays when another report is chosen. */
function ReportTabs() {
  const t = useWords(reportWords);
  const [location] = useLocation();
  const [{ from, to }] = usePeriod();
  return (
    <nav aria-label={t('reports')} className="mb-6 flex flex-wrap gap-x-6 border-b border-line">
      {reports.map(({ path, name }) => {
        const isHere = location === `/finance/reports/${path}`;
        return (
          <Link
            key={path}
            href={`/finance/reports/${path}?from=${from}&to=${to}`}
            aria-current={isHere ? 'page' : undefined}
            className={classNames(
              '-mb-px inline-flex min-h-11 items-center border-b-2 hover:border-line-strong',
              isHere ? 'border-brand font-semibold' : 'border-transparent text-ink-soft',
            )}
          >
            {t(name)}
          </Link>
        );
      })}
    </nav>
  );
}

function Compared({ before }: { before: Period }) {
  const t = useWords(periodWords);
  const format = useFormat();
  const days = { from: format.day(before.from), to: format.day(before.to) };
  return <p className="pb-2 text-sm text-ink-soft">{t('comparedWith', days)}</p>;
}

function CsvButton({ name }: { name: string }) {
  const t = useWords(reportWords);
  const [{ from, to }] = usePeriod();
  const path = `/api/v1/finance/reports/${name}.csv?from=${from}&to=${to}`;
  const download = useMutation({
    mutationFn: () => downloadAnswer(`${name}-${from}-${to}.csv`, path),
  });
  return (
    <>
      {download.error !== null && <ProblemNotice error={download.error} />}
      <Button isBusy={download.isPending} onClick={() => download.mutate()}>
        <Download aria-hidden size={18} />
        {t('csv')}
      </Button>
    </>
  );
}
