/** Imports a spreadsheet after a look at what it will do, row by row; exports the catalogue as one. */
import type { ImportReport } from '@balcao/contracts/api/product-import.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { downloadAnswer } from '../design/download-file.ts';
import { TextField } from '../design/field.tsx';
import { Notice } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { ImportRows } from './import-rows.tsx';
import { sendImport } from './send-import.ts';
import { transferWords } from './transfer-words.ts';

export function Screen() {
  const t = useWords(transferWords);
  const exportAll = useMutation({
    mutationFn: () => downloadAnswer('products.csv', '/api/v1/products/export.csv'),
  });
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button isBusy={exportAll.isPending} onClick={() => exportAll.mutate()}>
          {t('export')}
        </Button>
      }
    >
      {exportAll.error !== null && <ProblemNotice error={exportAll.error} />}
      <ImportForm />
    </Page>
  );
}

function ImportForm() {
  const t = useWords(transferWords);
  const [file, setFile] = useState<File | null>(null);
  const preview = useMutation({
    mutationFn: (chosen: File) => sendImport(chosen, { isDryRun: true }),
  });
  const apply = useApply(() => preview.reset());
  const report = preview.data;
  const isFine = report !== undefined && report.refusedCount === 0;
  const choose = (chosen: File | null) => {
    setFile(chosen);
    preview.reset();
    apply.reset();
    if (chosen !== null) preview.mutate(chosen);
  };
  return (
    <div className="flex flex-col gap-4">
      <TextField
        label={t('file')}
        hint={t('fileHint')}
        className="max-w-xl"
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        onChange={({ target }) => choose(target.files?.[0] ?? null)}
      />
      {preview.error !== null && <ProblemNotice error={preview.error} />}
      {apply.error !== null && <ProblemNotice error={apply.error} />}
      {preview.isPending && <progress aria-label={t('preview')} className="w-full max-w-xl" />}
      {report !== undefined && <Summary report={report} />}
      {isFine && file !== null && (
        <Button
          kind="primary"
          className="self-start"
          isBusy={apply.isPending}
          onClick={() => apply.mutate(file)}
        >
          {t('apply')}
        </Button>
      )}
      {report !== undefined && <ImportRows report={report} />}
    </div>
  );
}

function useApply(onApplied: () => void) {
  const t = useWords(transferWords);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (file: File) => sendImport(file, { isDryRun: false }),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['products'] });
      await queries.invalidateQueries({ queryKey: ['categories'] });
      tell(t('applied'));
      onApplied();
    },
  });
}

function Summary({ report }: { report: ImportReport }) {
  const t = useWords(transferWords);
  const hasRefused = report.refusedCount > 0;
  return (
    <Notice tone={hasRefused ? 'danger' : 'positive'}>
      <p>
        {t('summary', {
          created: report.createdCount,
          updated: report.updatedCount,
          unchanged: report.unchangedCount,
          refused: report.refusedCount,
        })}
      </p>
      <p>{hasRefused ? t('refusedHint') : t('ready')}</p>
    </Notice>
  );
}
