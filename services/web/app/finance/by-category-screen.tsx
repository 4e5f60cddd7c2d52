/** What entries brought in and cost by category; each leads to its entries. */
import type { ByCategory } from '@balcao/contracts/api/finance-reports.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { DataTable } from '../design/data-table.tsx';
import { Section } from '../design/page.tsx';
import { useBilingual } from '../i18n/bilingual.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { Change } from './change.tsx';
import { ReportPage } from './report-page.tsx';
import { reportWords } from './report-words.ts';
import { usePeriod } from './use-period.ts';
import { periodWords } from './words.ts';

export function Screen() {
  const [query] = usePeriod();
  const report = useQuery({
    queryKey: ['report', 'by-category', query],
    placeholderData: keepPreviousData,
    queryFn: () => answer(api.GET('/api/v1/finance/reports/by-category', { params: { query } })),
  });
  return (
    <ReportPage report="byCategory" query={report} before={report.data?.before}>
      {report.data !== undefined && (
        <>
          <Categories kind="expense" report={report.data} />
          <Categories kind="income" report={report.data} />
        </>
      )}
    </ReportPage>
  );
}

function Categories({ kind, report }: { kind: 'income' | 'expense'; report: ByCategory }) {
  const t = useWords(reportWords);
  const words = useWords(periodWords);
  const format = useFormat();
  const isMoreGood = kind === 'income';
  const sum = isMoreGood ? report.income : report.expenses;
  return (
    <Section
      title={t(isMoreGood ? 'income' : 'expenses')}
      actions={
        <p>
          <strong className="font-semibold">{format.money(sum.amountMinor)}</strong>{' '}
          <Change basisPoints={sum.changeBasisPoints} isMoreGood={isMoreGood} />
        </p>
      }
    >
      <DataTable
        caption={t(isMoreGood ? 'income' : 'expenses')}
        rows={report.items.filter((item) => item.kind === kind)}
        loading={{ error: null, isPending: false, refetch: () => undefined }}
        keyOf={({ category }) => category?.id ?? ''}
        empty={{ text: t('nothing') }}
        columns={[
          { title: t('category'), cell: (item) => <Name item={item} period={report} /> },
          { title: t('share'), cell: (item) => <Share basisPoints={item.shareBasisPoints} /> },
          {
            title: t('amount'),
            isFigure: true,
            cell: ({ amountMinor }) => format.money(amountMinor),
          },
          {
            title: words('before'),
            isFigure: true,
            isSecondary: true,
            cell: ({ beforeMinor }) => format.money(beforeMinor),
          },
          {
            title: words('change'),
            isFigure: true,
            cell: ({ changeBasisPoints }) => (
              <Change basisPoints={changeBasisPoints} isMoreGood={isMoreGood} />
            ),
          },
        ]}
      />
    </Section>
  );
}

function Name({ item, period }: { item: ByCategory['items'][number]; period: ByCategory }) {
  const t = useWords(reportWords);
  const bilingual = useBilingual();
  const { from, to } = period;
  const category = item.category?.id ?? 'none';
  return (
    <Link
      href={`/finance/entries?from=${from}&to=${to}&category=${category}`}
      className="underline decoration-line-strong underline-offset-4"
    >
      {item.category === null ? t('noCategory') : bilingual(item.category.name)}
    </Link>
  );
}

/** A bar beside its figure: the figure says all, the bar says it at a glance. */
function Share({ basisPoints }: { basisPoints: number | null }) {
  const format = useFormat();
  const share = Math.min(Math.max((basisPoints ?? 0) / 100, 0), 100);
  return (
    <span className="flex items-center gap-2">
      <svg aria-hidden="true" width={100} height={10} className="hidden shrink-0 sm:block">
        <rect width={100} height={10} rx={2} fill="var(--sunken)" />
        <rect width={share} height={10} rx={2} fill="var(--chart-1)" />
      </svg>
      {basisPoints === null ? '–' : format.percent(basisPoints / 10_000)}
    </span>
  );
}
