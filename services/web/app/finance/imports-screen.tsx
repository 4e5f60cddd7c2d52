/** Imports a bank's statement: first what would become of each row, then all that is new, or nothing. */
import type { MoneyAccountCode } from '@balcao/contracts/api/finance.ts';
import {
  type StatementImportReport,
  statementImportReport,
} from '@balcao/contracts/api/finance-imports.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { problemOf } from '../api/api-problem.ts';
import { send } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { Button } from '../design/button.tsx';
import { classNames } from '../design/class-names.ts';
import { controlLook, Field } from '../design/field.tsx';
import { Notice } from '../design/notice.tsx';
import { Page, Section } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { AccountField } from './entry-dialog.tsx';
import { financeWords } from './finance-words.ts';
import { ImportRows } from './import-rows.tsx';

/** One key for one file into one account: sent again, it enters nothing twice. */
interface Chosen {
  file: File;
  key: { 'Idempotency-Key': string };
}

export function Screen() {
  const t = useWords(financeWords);
  const [account, setAccount] = useState<MoneyAccountCode>('bank');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const check = useMutation({
    mutationFn: ({ file }: Chosen) => upload({ file, account, isDryRun: true }),
  });
  const choose = (file: File | undefined) => {
    check.reset();
    setChosen(file === undefined ? null : { file, key: idempotencyKey() });
  };
  return (
    <Page title={t('imports')} lead={`${t('importsLead')} ${t('fileHint')}`}>
      <form
        className="mb-6 flex flex-wrap items-end gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen !== null) check.mutate(chosen);
        }}
      >
        <FileField onChosen={choose} />
        <AccountField
          label={t('into')}
          value={account}
          onChange={(next) => {
            choose(chosen?.file);
            setAccount(next);
          }}
        />
        <Button type="submit" isBusy={check.isPending} disabled={chosen === null}>
          {t('checkFile')}
        </Button>
      </form>
      {check.error !== null && <ProblemNotice error={check.error} />}
      {check.data !== undefined && chosen !== null && (
        <Report report={check.data} chosen={chosen} account={account} />
      )}
    </Page>
  );
}

function FileField({ onChosen }: { onChosen: (file: File | undefined) => void }) {
  const t = useWords(financeWords);
  return (
    <Field label={t('file')}>
      {(control) => (
        <input
          {...control}
          type="file"
          required
          accept=".ofx,.qfx,.csv,.tsv,.txt,.xml"
          className={classNames(controlLook, 'py-2')}
          onChange={({ target }) => onChosen(target.files?.[0])}
        />
      )}
    </Field>
  );
}

interface ReportProps {
  report: StatementImportReport;
  chosen: Chosen;
  account: MoneyAccountCode;
}

function Report({ report, chosen, account }: ReportProps) {
  const t = useWords(financeWords);
  const apply = useApply(chosen, account);
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

function useApply({ file, key }: Chosen, account: MoneyAccountCode) {
  const t = useWords(financeWords);
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  return useMutation({
    mutationFn: () => upload({ file, account, isDryRun: false, headers: key }),
    async onSuccess({ createdCount }) {
      tell(t('imported', { count: createdCount }));
      await queries.invalidateQueries({ queryKey: ['entries'] });
      navigate('/finance/entries');
    },
  });
}

interface Upload {
  file: File;
  account: MoneyAccountCode;
  isDryRun: boolean;
  headers?: Record<string, string>;
}

/** Throws ApiProblem. The file goes as it is: what it is, is read from it and not from its name. */
async function upload({ file, account, isDryRun, headers }: Upload) {
  const path = `/api/v1/finance/imports?account=${account}&dryRun=${isDryRun}`;
  const response = await send(
    new Request(new URL(path, location.origin), {
      method: 'POST',
      headers: { ...idempotencyKey(), ...headers, 'content-type': 'application/octet-stream' },
      body: await file.arrayBuffer(),
    }),
  );
  const json: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemOf(json, response);
  return statementImportReport.parse(json);
}
