/** Cash flow: what came into the money accounts and went out, over time and by account. */
import { formatAmount } from '@balcao/contracts/amount-text.ts';
import type { CashFlow } from '@balcao/contracts/api/finance-reports.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { ChartFrame } from '../design/chart-frame.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Section } from '../design/page.tsx';
import { useBilingual } from '../i18n/bilingual.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { Change } from './change.tsx';
import { ReportPage } from './report-page.tsx';
import { reportWords } from './report-words.ts';
import { usePeriod } from './use-period.ts';

export function Screen() {
  const [query] = usePeriod();
  const report = useQuery({
    queryKey: ['report', 'cash-flow', query],
    placeholderData: keepPreviousData,
    queryFn: () => answer(api.GET('/api/v1/finance/reports/cash-flow', { params: { query } })),
  });
  return (
    <ReportPage report="cashFlow" query={report} before={report.data?.before}>
      {report.data !== undefined && (
        <>
          <Sums flow={report.data} />
          <OverTime flow={report.data} />
          <ByAccount flow={report.data} />
        </>
      )}
    </ReportPage>
  );
}

function Sums({ flow }: { flow: CashFlow }) {
  const t = useWords(reportWords);
  const format = useFormat();
  const sums = [
    { word: 'opening' as const, amountMinor: flow.openingMinor },
    { word: 'in' as const, ...flow.in, isMoreGood: true },
    { word: 'out' as const, ...flow.out, isMoreGood: false },
    { word: 'net' as const, ...flow.net, isMoreGood: true },
    { word: 'closing' as const, amountMinor: flow.closingMinor },
  ];
  return (
    <dl className="mb-8 grid gap-4 border-y border-line py-4 sm:grid-cols-3 xl:grid-cols-5">
      {sums.map(({ word, amountMinor, ...more }) => (
        <div key={word}>
          <dt className="text-ink-soft">{t(word)}</dt>
          <dd>
            <span className="text-lg font-semibold">{format.money(amountMinor)}</span>{' '}
            {'changeBasisPoints' in more && (
              <Change basisPoints={more.changeBasisPoints} isMoreGood={more.isMoreGood} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function OverTime({ flow }: { flow: CashFlow }) {
  const t = useWords(reportWords);
  const format = useFormat();
  const isByDay = flow.intervals.every(({ from, to }) => from === to);
  return (
    <Section title={t('cashFlow')}>
      <ChartFrame
        title={t('cashFlow')}
        summary={t('cashFlowSummary', {
          in: format.money(flow.in.amountMinor),
          out: format.money(flow.out.amountMinor),
          closing: format.money(flow.closingMinor),
        })}
        labelTitle={t('when')}
        fileName={`cash-flow-${flow.from}-${flow.to}`}
        series={[
          { name: t('in'), kind: 'bar', colour: 3 },
          { name: t('out'), kind: 'bar', colour: 2 },
          { name: t('balance'), kind: 'figure', colour: 1 },
        ]}
        points={flow.intervals.map(({ from, to, inMinor, outMinor, balanceMinor }) => ({
          label: isByDay ? format.day(from) : `${format.day(from)} – ${format.day(to)}`,
          values: [inMinor, outMinor, balanceMinor],
        }))}
        formatValue={format.money}
        formatTick={(minor) => format.number(Math.round(minor / 100))}
        formatPlain={formatAmount}
      />
    </Section>
  );
}

function ByAccount({ flow }: { flow: CashFlow }) {
  const t = useWords(reportWords);
  const format = useFormat();
  const bilingual = useBilingual();
  return (
    <Section title={t('accounts')}>
      <DataTable
        caption={t('accounts')}
        rows={flow.accounts}
        loading={{ error: null, isPending: false, refetch: () => undefined }}
        keyOf={({ account }) => account}
        empty={{ text: t('nothing') }}
        columns={[
          { title: t('account'), cell: ({ name }) => bilingual(name) },
          {
            title: t('opening'),
            isFigure: true,
            isSecondary: true,
            cell: ({ openingMinor }) => format.money(openingMinor),
          },
          { title: t('in'), isFigure: true, cell: ({ inMinor }) => format.money(inMinor) },
          { title: t('out'), isFigure: true, cell: ({ outMinor }) => format.money(outMinor) },
          {
            title: t('closing'),
            isFigure: true,
            cell: ({ balanceMinor }) => format.money(balanceMinor),
          },
        ]}
      />
    </Section>
  );
}
