/** Asks before a count is submitted or cancelled: neither can be taken back. */
import type { Count } from '@balcao/contracts/api/counts.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { countWords } from './count-words.ts';

interface CountEndDialogProps {
  count: Count;
  end: 'submit' | 'cancel';
  onClose: () => void;
}

export function CountEndDialog({ count, end, onClose }: CountEndDialogProps) {
  const t = useWords(countWords);
  const action = useEnd(count.id, end, onClose);
  const isSubmit = end === 'submit';
  const left = count.productCount - count.countedCount;
  return (
    <ConfirmDialog
      title={isSubmit ? t('submitTitle') : t('cancelTitle')}
      text={isSubmit ? t('submitText', { left }) : t('cancelText')}
      confirm={isSubmit ? t('submit') : t('cancelCount')}
      action={action}
      onClose={onClose}
    />
  );
}

function useEnd(id: string, end: 'submit' | 'cancel', onEnded: () => void) {
  const t = useWords(countWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  const params = { path: { id }, header };
  return useMutation<unknown>({
    mutationFn: () =>
      end === 'submit'
        ? answer(api.POST('/api/v1/inventory/counts/{id}/submit', { params }))
        : answer(api.POST('/api/v1/inventory/counts/{id}/cancel', { params })),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['stock'] });
      tell(end === 'submit' ? t('submitted') : t('cancelled'));
      onEnded();
    },
  });
}
