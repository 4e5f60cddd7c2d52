/** What would become of each row of a statement, and the button that enters all that is new. */
import type { StatementImportReport } from '@balcao/contracts/api/finance-imports.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { Section } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { financeWords } from './finance-words.ts';
import { ImportRows } from './import-rows.tsx';
import { type Chosen, uploadStatement, type Wish } from './upload-statement.ts';

interface ImportReportProps {
  report: StatementImportReport;
  chosen: Chosen;
  wish: Wish;
}

export function ImportReport({ report, chosen, wish }: ImportReportProps) {
  const t = useWords(financeWords);
  const apply = useApply(chosen, wish);
  const { createdCount, duplicateCount, skippedCount, refusedCount } = report;
  return (
    <Section
      title={t('report')}
      actions={
        refusedCount === 0 &&
        createdCount > 0 && (
          <Button kind="primary" isBusy={apply.isPending} onClick={() => apply.mutate()}>
            {t('importAll', { count: createdCount })}
          </Button>
        )
      }
    >
      {apply.error !== null && <ProblemNotice error={apply.error} />}
      <p role="status" className="mb-3">
        {t('counts', {
          created: createdCount,
          duplicate: duplicateCount,
          skipped: skippedCount,
          refused: refusedCount,
        })}
      </p>
      {refusedCount > 0 && <Notice tone="warning">{t('fixFirst')}</Notice>}
      {refusedCount === 0 && createdCount === 0 && (
        <Notice tone="neutral">{t('nothingNew')}</Notice>
      )}
      <ImportRows rows={report.rows} />
    </Section>
  );
}

function useApply({ file, key }: Chosen, wish: Wish) {
  const t = useWords(financeWords);
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  return useMutation({
    mutationFn: () => uploadStatement({ file, wish, isDryRun: false, headers: key }),
    async onSuccess({ createdCount }) {
      tell(t('imported', { count: createdCount }));
      await queries.invalidateQueries({ queryKey: ['entries'] });
      navigate('/finance/entries');
    },
  });
}
