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
import { CheckboxField, controlLook, Field, TextField } from '../design/field.tsx';
import { Notice } from '../design/notice.tsx';
import { Page, Section } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { AccountField } from './entry-dialog.tsx';
import { financeWords } from './finance-words.ts';
import { ImportRows } from './import-rows.tsx';

interface Wish {
  account: MoneyAccountCode;
  /** What tells a CSV from that of another bank; empty where there is one bank only. */
  bankAccount: string;
  entersReused: boolean;
}

/** One key for one file and one wish: sent again, it enters nothing twice. */
interface Chosen {
  file: File;
  key: { 'Idempotency-Key': string };
}

export function Screen() {
  const t = useWords(financeWords);
  const [wish, setWish] = useState<Wish>({ account: 'bank', bankAccount: '', entersReused: false });
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const check = useMutation({
    mutationFn: ({ file }: Chosen) => upload({ file, wish, isDryRun: true }),
  });
  const choose = (file: File | undefined) => {
    check.reset();
    setChosen(file === undefined ? null : { file, key: idempotencyKey() });
  };
  const change = (part: Partial<Wish>) => {
    choose(chosen?.file);
    setWish({ ...wish, ...part });
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
          value={wish.account}
          onChange={(account) => change({ account })}
        />
        <TextField
          label={t('bankOfCsv')}
          maxLength={60}
          value={wish.bankAccount}
          onChange={({ target }) => change({ bankAccount: target.value })}
        />
        <CheckboxField
          label={t('enterReused')}
          checked={wish.entersReused}
          onChange={({ target }) => change({ entersReused: target.checked })}
        />
        <Button type="submit" isBusy={check.isPending} disabled={chosen === null}>
          {t('checkFile')}
        </Button>
      </form>
      {check.error !== null && <ProblemNotice error={check.error} />}
      {check.data !== undefined && chosen !== null && (
        <Report report={check.data} chosen={chosen} wish={wish} />
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
  wish: Wish;
}

function Report({ report, chosen, wish }: ReportProps) {
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
    mutationFn: () => upload({ file, wish, isDryRun: false, headers: key }),
    async onSuccess({ createdCount }) {
      tell(t('imported', { count: createdCount }));
      await queries.invalidateQueries({ queryKey: ['entries'] });
      navigate('/finance/entries');
    },
  });
}

interface Upload {
  file: File;
  wish: Wish;
  isDryRun: boolean;
  headers?: Record<string, string>;
}

/** Throws ApiProblem. The file goes as it is: what it is, is read from it and not from its name. */
async function upload({ file, wish, isDryRun, headers }: Upload) {
  const { account, entersReused } = wish;
  const bankAccount = wish.bankAccount.trim();
  const query = new URLSearchParams({
    account,
    dryRun: String(isDryRun),
    reusedIds: entersReused ? 'enter' : 'refuse',
    ...(bankAccount !== '' && { bankAccount }),
  });
  const path = `/api/v1/finance/imports?${query}`;
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
