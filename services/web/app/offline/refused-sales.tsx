/** The sales that the shop refused, each with its reason and what can be done. */
import { ApiProblem } from '../api/api-problem.ts';
import { DataTable } from '../design/data-table.tsx';
import { Notice } from '../design/notice.tsx';
import { Section } from '../design/page.tsx';
import { useProblemText } from '../i18n/problem-text.ts';
import { useWords } from '../i18n/words.ts';
import type { Refusal } from './kept-sale.ts';
import { SaleActions } from './sale-actions.tsx';
import { useSaleColumns } from './sale-columns.tsx';
import type { useKeptSales } from './use-kept-sales.ts';
import { offlineWords } from './words.ts';

type Kept = Pick<ReturnType<typeof useKeptSales>, 'refused' | 'loading'>;

/** Nothing where none was refused. */
export function RefusedSales({ refused, loading }: Kept) {
  const t = useWords(offlineWords);
  const columns = useSaleColumns();
  if (refused === undefined || refused.length === 0) return null;
  return (
    <Section title={t('refusedTitle')}>
      <div className="mb-3">
        <Notice tone="warning">{t('refusedLead')}</Notice>
      </div>
      <DataTable
        caption={t('refusedTitle')}
        columns={[
          ...columns,
          { title: t('reason'), cell: ({ refusal }) => refusal && <Reason refusal={refusal} /> },
          { title: t('actions'), cell: (kept) => <SaleActions kept={kept} /> },
        ]}
        rows={refused}
        keyOf={({ id }) => id}
        loading={loading}
        empty={{ text: '' }}
      />
    </Section>
  );
}

function Reason({ refusal }: { refusal: Refusal }) {
  const t = useWords(offlineWords);
  const problemText = useProblemText();
  const { code, detail, language = 'en' } = refusal;
  const said = problemText(new ApiProblem({ ...refusal, language, title: code }));
  return (
    <>
      <p>{code === 'not_arrived' || code === 'not_paid' ? t(code) : said}</p>
      {detail !== undefined && detail !== said && (
        <p lang={language} className="text-sm text-ink-soft">
          {detail}
        </p>
      )}
    </>
  );
}
