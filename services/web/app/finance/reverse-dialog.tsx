/** Takes an entry back by one that mirrors it. */
import type { Entry } from '@balcao/contracts/api/finance.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { financeWords } from './finance-words.ts';

export function ReverseDialog({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const t = useWords(financeWords);
  const format = useFormat();
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  const { id, description, amountMinor } = entry;
  const reverse = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/finance/entries/{id}/reverse', {
          params: { path: { id }, header },
          body: {},
        }),
      ),
    async onSuccess() {
      tell(t('reversedTold'));
      onClose();
      await queries.invalidateQueries({ queryKey: ['entries'] });
    },
  });
  return (
    <ConfirmDialog
      title={t('reverseOf', { description })}
      text={t('reverseText', { amount: format.money(amountMinor) })}
      confirm={t('reverse')}
      action={reverse}
      onClose={onClose}
    />
  );
}
