/** What each product brought in, had cost and left, beside the period before. */
import type { MarginByProduct } from '@balcao/contracts/api/finance-reports.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { DataTable } from '../design/data-table.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { Change, changeOf } from './change.tsx';
import { ReportPage } from './report-page.tsx';
import { reportWords } from './report-words.ts';
import { usePeriod } from './use-period.ts';
import { periodWords } from './words.ts';

export function Screen() {
  const [query] = usePeriod();
  const report = useQuery({
    queryKey: ['report', 'margin', query],
    placeholderData: keepPreviousData,
    queryFn: () =>
      answer(api.GET('/api/v1/finance/reports/margin-by-product', { params: { query } })),
  });
  return (
    <ReportPage report="margin" query={report} before={report.data?.before}>
      {report.data !== undefined && (
        <>
          <Totals total={report.data.total} />
          <Products report={report.data} />
        </>
      )}
    </ReportPage>
  );
}

function Totals({ total }: { total: MarginByProduct['total'] }) {
  const t = useWords(reportWords);
  const format = useFormat();
  const sums = [
    { word: 'revenue' as const, sum: total.revenueMinor, isMoreGood: true },
    { word: 'cost' as const, sum: total.costMinor, isMoreGood: false },
    { word: 'earned' as const, sum: total.marginMinor, isMoreGood: true },
  ];
  return (
    <dl className="mb-6 grid gap-4 border-y border-line py-4 sm:grid-cols-3">
      {sums.map(({ word, sum, isMoreGood }) => (
        <div key={word}>
          <dt className="text-ink-soft">{t(word)}</dt>
          <dd>
            <span className="text-lg font-semibold">{format.money(sum.amountMinor)}</span>{' '}
            <Change basisPoints={sum.changeBasisPoints} isMoreGood={isMoreGood} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Products({ report }: { report: MarginByProduct }) {
  const t = useWords(reportWords);
  const words = useWords(periodWords);
  const format = useFormat();
  return (
    <DataTable
      caption={t('margin')}
      rows={report.items}
      loading={{ error: null, isPending: false, refetch: () => undefined }}
      keyOf={({ productId }) => productId}
      empty={{ text: t('nothing') }}
      columns={[
        {
          title: t('product'),
          cell: ({ productId, name }) => (
            <Link
              href={`/catalogue/${productId}`}
              className="underline decoration-line-strong underline-offset-4"
            >
              {name ?? t('unnamed')}
            </Link>
          ),
        },
        {
          title: t('quantity'),
          isFigure: true,
          isSecondary: true,
          cell: ({ unit, period }) => format.quantity(period.quantityMilli, unit ?? 'un'),
        },
        {
          title: t('revenue'),
          isFigure: true,
          isSecondary: true,
          cell: ({ period }) => format.money(period.revenueMinor),
        },
        {
          title: t('cost'),
          isFigure: true,
          isSecondary: true,
          cell: ({ period }) => format.money(period.costMinor),
        },
        {
          title: t('earned'),
          isFigure: true,
          cell: ({ period }) => format.money(period.marginMinor),
        },
        {
          title: t('percentage'),
          isFigure: true,
          cell: ({ period: { marginBasisPoints } }) =>
            marginBasisPoints === null ? '–' : format.percent(marginBasisPoints / 10_000),
        },
        {
          title: words('change'),
          isFigure: true,
          cell: ({ period, before }) => (
            <Change basisPoints={changeOf(period.marginMinor, before.marginMinor)} />
          ),
        },
      ]}
    />
  );
}
