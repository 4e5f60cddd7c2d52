/** Adds a supplier, or changes one. */
import type { Supplier } from '@balcao/contracts/api/suppliers.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { CheckboxField, TextField } from '../design/field.tsx';
import { FormDialog } from '../design/form-dialog.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { receiveWords } from './receive-words.ts';

interface SupplierDialogProps {
  /** Null for a new one. */
  supplier: Supplier | null;
  onClose: () => void;
}

export function SupplierDialog({ supplier, onClose }: SupplierDialogProps) {
  const t = useWords(receiveWords);
  const [name, setName] = useState(supplier?.name ?? '');
  const [document, setDocument] = useState(supplier?.document ?? '');
  const [active, setActive] = useState(supplier?.active ?? true);
  const save = useSave(supplier, onClose);
  return (
    <FormDialog
      title={supplier === null ? t('addSupplier') : t('changeOf', { name: supplier.name })}
      action={save}
      onSubmit={() => save.mutate({ name: name.trim(), document: document.trim() || null, active })}
      onClose={onClose}
    >
      <TextField
        label={t('name')}
        required
        maxLength={120}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <TextField
        label={t('taxNumber')}
        maxLength={30}
        value={document}
        onChange={({ target }) => setDocument(target.value)}
      />
      {supplier !== null && (
        <CheckboxField
          label={t('active')}
          checked={active}
          onChange={({ target }) => setActive(target.checked)}
        />
      )}
    </FormDialog>
  );
}

interface Body {
  name: string;
  document: string | null;
  active: boolean;
}

function useSave(supplier: Supplier | null, onSaved: () => void) {
  const t = useWords(receiveWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: ({ active, ...fields }: Body) =>
      supplier === null
        ? answer(api.POST('/api/v1/inventory/suppliers', { params: { header }, body: fields }))
        : answer(
            api.PUT('/api/v1/inventory/suppliers/{id}', {
              params: {
                path: { id: supplier.id },
                header: { 'If-Match': formatEtag(supplier.version) },
              },
              body: { ...fields, active },
            }),
          ),
    async onSuccess({ name }) {
      await queries.invalidateQueries({ queryKey: ['stock'] });
      tell(t('supplierSaved', { name }));
      onSaved();
    },
  });
}
