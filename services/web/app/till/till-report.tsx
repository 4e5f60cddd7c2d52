/** The figures of a till, as the shop reckons them: X while it is open, Z once it is closed. */
import type { TillReport as Report } from '@balcao/contracts/api/tills.ts';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { DataTable } from '../design/data-table.tsx';
import { Notice } from '../design/notice.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { tillMoneyWords } from './till-money-words.ts';
import { tillWords } from './words.ts';

export function TillReport({ tillId }: { tillId: string }) {
  const t = useWords(tillMoneyWords);
  const report = useQuery({
    queryKey: ['till', tillId, 'report'],
    queryFn: () => {
      const params = { path: { id: tillId } };
      return answer(api.GET('/api/v1/tills/{id}/report', { params }));
    },
    staleTime: 0,
    // A till that was counted while a payment was under way closes when that is settled.
    refetchInterval: ({ state }) => (state.data?.status === 'closing' ? 1000 : false),
  });
  if (report.error !== null) {
    return <ProblemNotice error={report.error} onRetry={() => void report.refetch()} />;
  }
  if (report.data === undefined) return <p role="status">{t('loading')}</p>;
  return (
    <div className="flex flex-col gap-4">
      {report.data.status === 'closing' && <Notice tone="warning">{t('closing')}</Notice>}
      <Figures report={report.data} />
      <Methods report={report.data} />
    </div>
  );
}

function Figures({ report }: { report: Report }) {
  const t = useWords(tillMoneyWords);
  const format = useFormat();
  const figures: [string, number | null, string][] = [
    [t('float'), report.floatMinor, 'float'],
    [t('salesOf', { count: report.sales.count }), report.sales.totalMinor, 'sales'],
    [t('refundsOf', { count: report.refunds.count }), report.refunds.totalMinor, 'refunds'],
    [t('suprimentos'), report.suprimentosMinor, 'suprimentos'],
    [t('sangrias'), report.sangriasMinor, 'sangrias'],
    [t('expected'), report.expectedMinor, 'expected'],
    [t('counted'), report.countedMinor, 'counted'],
    [t('difference'), report.differenceMinor, 'difference'],
  ];
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1 text-lg">
      {figures.map(([label, amountMinor, name]) => (
        <div key={name} className="contents">
          <dt>{label}</dt>
          <dd className="text-right font-medium" data-testid={`report-${name}`}>
            {amountMinor === null ? t('hidden') : format.money(amountMinor)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Methods({ report }: { report: Report }) {
  const t = useWords(tillMoneyWords);
  const methods = useWords(tillWords);
  const format = useFormat();
  const shown = (amountMinor: number | null) =>
    amountMinor === null ? t('hidden') : format.amount(amountMinor);
  return (
    <DataTable
      caption={t('byMethod')}
      columns={[
        { title: t('method'), cell: ({ method }) => methods(method) },
        { title: t('sales'), cell: ({ salesMinor }) => shown(salesMinor), isFigure: true },
        { title: t('refunds'), cell: ({ refundsMinor }) => shown(refundsMinor), isFigure: true },
        {
          title: t('tabPayments'),
          cell: ({ tabPaymentsMinor }) => shown(tabPaymentsMinor),
          isFigure: true,
        },
      ]}
      rows={report.byMethod}
      keyOf={({ method }) => method}
      loading={{ error: null, isPending: false, refetch: () => undefined }}
      empty={{ text: t('noSales') }}
    />
  );
}
