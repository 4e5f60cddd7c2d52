/** Adds a customer, or changes one. */
import type { Customer } from '@balcao/contracts/api/customers.ts';
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { FormDialog } from '../design/form-dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import { tell } from '../shell/toasts.tsx';
import { CustomerFields } from './customer-fields.tsx';
import { sentOf, typedOf, wrongFieldsOf } from './customer-form.ts';
import { customerWords } from './words.ts';

interface CustomerDialogProps {
  /** Null for a new one. */
  customer: Customer | null;
  onClose: () => void;
}

export function CustomerDialog({ customer, onClose }: CustomerDialogProps) {
  const t = useWords(customerWords);
  const { role } = useUser();
  const maySetLimit = isAllowed(role, 'customers:set-limit');
  const [typed, setTyped] = useState(() => typedOf(customer));
  const [isSent, setSent] = useState(false);
  const wrong = wrongFieldsOf(typed);
  const save = useSave(customer, onClose);
  const submit = () => {
    setSent(true);
    const hasLimit = !maySetLimit || typed.tabLimitMinor !== null;
    if (wrong.size === 0 && hasLimit) save.mutate(sentOf(typed, maySetLimit));
  };
  return (
    <FormDialog
      title={customer === null ? t('add') : t('changeOf', { name: customer.name })}
      action={save}
      onSubmit={submit}
      onClose={onClose}
    >
      <CustomerFields
        {...{ typed, maySetLimit }}
        isNew={customer === null}
        wrong={isSent ? wrong : new Set()}
        isDocumentTaken={isTaken(save.error)}
        onChange={setTyped}
      />
    </FormDialog>
  );
}

/** Only a document, and an id that is made here, are one customer's alone. */
const isTaken = (error: unknown): boolean =>
  error instanceof ApiProblem && error.code === 'already_exists';

function useSave(customer: Customer | null, onSaved: () => void) {
  const t = useWords(customerWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (body: ReturnType<typeof sentOf>) =>
      customer === null
        ? answer(api.POST('/api/v1/customers', { params: { header }, body }))
        : answer(api.PUT('/api/v1/customers/{id}', { params: versionOf(customer), body })),
    async onSuccess({ name }) {
      await queries.invalidateQueries({ queryKey: ['customers'] });
      tell(t('saved', { name }));
      onSaved();
    },
  });
}

const versionOf = ({ id, version }: Customer) => ({
  path: { id },
  header: { 'If-Match': formatEtag(version) },
});
