/** Adds a category, or gives one another name. */
import type { Category } from '@balcao/contracts/api/product.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { SaveActions } from '../design/save-actions.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { catalogueWords } from './words.ts';

interface CategoryDialogProps {
  /** Null for a new one. */
  category: Category | null;
  onClose: () => void;
}

export function CategoryDialog({ category, onClose }: CategoryDialogProps) {
  const t = useWords(catalogueWords);
  const [name, setName] = useState(category?.name ?? '');
  const save = useSave(category, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ name: name.trim() });
  };
  const title = category === null ? t('addCategory') : t('changeOf', { name: category.name });
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {save.error !== null && <ProblemNotice error={save.error} />}
        <TextField
          label={t('name')}
          required
          maxLength={120}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <SaveActions isBusy={save.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}

function useSave(category: Category | null, onSaved: () => void) {
  const t = useWords(catalogueWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (body: { name: string }) =>
      category === null
        ? answer(api.POST('/api/v1/categories', { params: { header }, body }))
        : answer(
            api.PUT('/api/v1/categories/{id}', {
              params: {
                path: { id: category.id },
                header: { 'If-Match': formatEtag(category.version) },
              },
              body,
            }),
          ),
    async onSuccess({ name }) {
      await queries.invalidateQueries({ queryKey: ['categories'] });
      tell(t('saved', { name }));
      onSaved();
    },
  });
}
