/** Profit and loss: sums with the lines that they are made of, each beside the period before. */
import type {
  Comparison,
  ProfitAndLoss,
  ProfitLine,
  ProfitSection,
} from '@balcao/contracts/api/finance-reports.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { answer, api } from '../api/client.ts';
import { DataTable } from '../design/data-table.tsx';
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
    queryKey: ['report', 'profit', query],
    placeholderData: keepPreviousData,
    queryFn: () =>
      answer(api.GET('/api/v1/finance/reports/profit-and-loss', { params: { query } })),
  });
  return (
    <ReportPage report="profit" query={report} before={report.data?.before}>
      {report.data !== undefined && <Statement report={report.data} />}
    </ReportPage>
  );
}

type Word = 'sales' | 'costOfGoods' | 'grossProfit' | 'otherRevenue' | 'expenses' | 'result';

interface Row extends Comparison {
  key: string;
  word?: Word;
  line?: ProfitLine;
  isMoreGood: boolean;
}

/** The order of a statement; a sum that is made of one line only needs no line of its own. */
function rowsOf(report: ProfitAndLoss): Row[] {
  const sum = (word: Word, amounts: Comparison, isMoreGood = true): Row => ({
    key: word,
    word,
    isMoreGood,
    ...amounts,
  });
  const linesOf = (section: ProfitSection, isMoreGood = true): Row[] =>
    report.lines
      .filter((line) => line.section === section)
      .filter(({ amountMinor, beforeMinor }) => amountMinor !== 0 || beforeMinor !== 0)
      .map((line) => ({
        key: `${line.section} ${line.account} ${line.category?.id}`,
        line,
        isMoreGood,
        ...line,
      }));
  return [
    sum('sales', report.sales),
    sum('costOfGoods', report.costOfGoods, false),
    sum('grossProfit', report.grossProfit),
    sum('otherRevenue', report.otherRevenue),
    ...linesOf('other_revenue'),
    sum('expenses', report.expenses, false),
    ...linesOf('expense', false),
    sum('result', report.profit),
  ];
}

function Statement({ report }: { report: ProfitAndLoss }) {
  const t = useWords(reportWords);
  const words = useWords(periodWords);
  const format = useFormat();
  const weight = ({ word }: Row) => (word === undefined ? '' : 'font-semibold');
  return (
    <DataTable
      caption={t('profit')}
      rows={rowsOf(report)}
      loading={{ error: null, isPending: false, refetch: () => undefined }}
      keyOf={({ key }) => key}
      empty={{ text: t('nothing') }}
      columns={[
        { title: t('line'), cell: (row) => <LineName row={row} period={report} /> },
        {
          title: t('amount'),
          isFigure: true,
          cell: (row) => <span className={weight(row)}>{format.money(row.amountMinor)}</span>,
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
          cell: ({ changeBasisPoints, isMoreGood }) => (
            <Change basisPoints={changeBasisPoints} isMoreGood={isMoreGood} />
          ),
        },
      ]}
    />
  );
}

/** A sum of sales leads to the sales, a line of a category to its entries. */
function LineName({ row, period }: { row: Row; period: ProfitAndLoss }) {
  const t = useWords(reportWords);
  const bilingual = useBilingual();
  const days = `from=${period.from}&to=${period.to}`;
  if (row.word === 'sales') return <SumLink href={`/sales?${days}`} text={t('sales')} />;
  if (row.word === 'costOfGoods' || row.word === 'grossProfit') {
    return <SumLink href={`/finance/reports/margin?${days}`} text={t(row.word)} />;
  }
  if (row.word !== undefined) return <strong className="font-semibold">{t(row.word)}</strong>;
  const { line } = row;
  if (line === undefined) return null;
  const name = bilingual(line.category?.name ?? line.name);
  return (
    <span className="pl-5">
      {line.category === null ? (
        name
      ) : (
        <Link
          href={`/finance/entries?${days}&category=${line.category.id}`}
          className="underline decoration-line-strong underline-offset-4"
        >
          {name}
        </Link>
      )}
    </span>
  );
}

const SumLink = ({ href, text }: { href: string; text: string }) => (
  <Link href={href} className="font-semibold underline decoration-line-strong underline-offset-4">
    {text}
  </Link>
);
