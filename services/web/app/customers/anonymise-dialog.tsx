/** Asks before all that says who a customer is gets removed for good. */
import type { Customer } from '@balcao/contracts/api/customers.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { customerWords } from './words.ts';

export function AnonymiseDialog({
  customer: { id, name },
  onClose,
}: {
  customer: Customer;
  onClose: () => void;
}) {
  const t = useWords(customerWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  const anonymise = useMutation({
    mutationFn: () =>
      answer(api.POST('/api/v1/customers/{id}/anonymise', { params: { path: { id }, header } })),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['customers'] });
      tell(t('anonymisedNow'));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={t('anonymiseTitle', { name })}
      text={t('anonymiseText')}
      confirm={t('anonymise')}
      action={anonymise}
      onClose={onClose}
    />
  );
}
