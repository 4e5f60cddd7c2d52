/** Stores quotes from a CSV file: all of its rows or none. */

import { quotesStored } from '@balcao/contracts/api/market.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../api/api-problem.ts';
import { send } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { TextField } from '../design/field.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { quoteWords } from './quote-words.ts';

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(quoteWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  const [file, setFile] = useState<File | null>(null);
  const store = useMutation({
    mutationFn: () => importQuotes(file, header),
    async onSuccess({ storedCount, knownCount }) {
      await queries.invalidateQueries({ queryKey: ['quotes'] });
      tell(t('imported', { stored: storedCount, known: knownCount }));
      onClose();
    },
  });
  return (
    <FormDialog
      title={t('importQuotes')}
      submit={t('importQuotes')}
      action={store}
      onSubmit={() => store.mutate()}
      onClose={onClose}
    >
      <TextField
        label={t('file')}
        hint={t('importHint')}
        type="file"
        accept=".csv,text/csv"
        required
        onChange={({ target }) => setFile(target.files?.[0] ?? null)}
      />
    </FormDialog>
  );
}

async function importQuotes(file: File | null, header: ReturnType<typeof idempotencyKey>) {
  const init = { method: 'POST', headers: { ...header, 'content-type': 'text/csv' }, body: file };
  const url = new URL('/api/v1/market/quotes/import', location.origin);
  const response = await send(new Request(url, init));
  const json: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemOf(json, response);
  return quotesStored.parse(json);
}
