/** Imports a bank's statement: first what would become of each row, then all that is new, or nothing. */
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { Button } from '../design/button.tsx';
import { classNames } from '../design/class-names.ts';
import { CheckboxField, controlLook, Field, TextField } from '../design/field.tsx';
import { Page } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { AccountField } from './entry-dialog.tsx';
import { financeWords } from './finance-words.ts';
import { ImportReport } from './import-report.tsx';
import { type Chosen, uploadStatement, type Wish } from './upload-statement.ts';

export function Screen() {
  const t = useWords(financeWords);
  const checked = useCheck();
  const { wish, chosen, check } = checked;
  return (
    <Page title={t('imports')} lead={`${t('importsLead')} ${t('fileHint')}`}>
      <CheckForm {...checked} />
      {check.error !== null && <ProblemNotice error={check.error} />}
      {check.data !== undefined && chosen !== null && (
        <ImportReport report={check.data} chosen={chosen} wish={wish} />
      )}
    </Page>
  );
}

/** What is chosen and wished; a check of it is void as soon as either changes. */
function useCheck() {
  const [wish, setWish] = useState<Wish>({ account: 'bank', bankAccount: '', entersReused: false });
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const check = useMutation({
    mutationFn: ({ file }: Chosen) => uploadStatement({ file, wish, isDryRun: true }),
  });
  const choose = (file: File | undefined) => {
    check.reset();
    setChosen(file === undefined ? null : { file, key: idempotencyKey() });
  };
  const change = (part: Partial<Wish>) => {
    choose(chosen?.file);
    setWish({ ...wish, ...part });
  };
  return { wish, chosen, check, choose, change };
}

function CheckForm({ wish, chosen, check, choose, change }: ReturnType<typeof useCheck>) {
  const t = useWords(financeWords);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen !== null) check.mutate(chosen);
  };
  return (
    <form className="mb-6 flex flex-wrap items-end gap-4" onSubmit={submit}>
      <FileField onChosen={choose} />
      <WishFields wish={wish} onChange={change} />
      <Button type="submit" isBusy={check.isPending} disabled={chosen === null}>
        {t('checkFile')}
      </Button>
    </form>
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

interface WishFieldsProps {
  wish: Wish;
  onChange: (part: Partial<Wish>) => void;
}

function WishFields({ wish, onChange }: WishFieldsProps) {
  const t = useWords(financeWords);
  return (
    <>
      <AccountField
        label={t('into')}
        value={wish.account}
        onChange={(account) => onChange({ account })}
      />
      <TextField
        label={t('bankOfCsv')}
        maxLength={60}
        value={wish.bankAccount}
        onChange={({ target }) => onChange({ bankAccount: target.value })}
      />
      <CheckboxField
        label={t('enterReused')}
        checked={wish.entersReused}
        onChange={({ target }) => onChange({ entersReused: target.checked })}
      />
    </>
  );
}
