/** Undoes a breakdown that was a mistake: the cuts go out again, the piece comes back into its lot. */
import type { Breakdown } from '@balcao/contracts/api/breakdowns.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { TextField } from '../design/field.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { breakdownWords } from './breakdown-words.ts';

interface ReverseBreakdownDialogProps {
  breakdown: Breakdown;
  onClose: () => void;
}

export function ReverseBreakdownDialog({ breakdown, onClose }: ReverseBreakdownDialogProps) {
  const t = useWords(breakdownWords);
  const [note, setNote] = useState('');
  const reverse = useReverse(breakdown.id, onClose);
  return (
    <FormDialog
      title={t('reverseTitle')}
      description={t('reverseText')}
      submit={t('reverse')}
      action={reverse}
      onSubmit={() => reverse.mutate(note.trim())}
      onClose={onClose}
    >
      <TextField
        label={t('why')}
        maxLength={500}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
    </FormDialog>
  );
}

function useReverse(id: string, onReversed: () => void) {
  const t = useWords(breakdownWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (note: string) =>
      answer(
        api.POST('/api/v1/inventory/breakdowns/{id}/reverse', {
          params: { path: { id }, header },
          body: note === '' ? {} : { note },
        }),
      ),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['stock'] });
      tell(t('reversedNow'));
      onReversed();
    },
  });
}
