/** Adds a product. */
import type { UpdateProductRequest } from '@balcao/contracts/api/product.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { Dialog } from '../design/dialog.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { SaveActions } from '../design/save-actions.tsx';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { ProductFields } from './product-fields.tsx';
import { freshProduct, requestOf } from './product-form.ts';
import { catalogueWords } from './words.ts';

export function ProductDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(catalogueWords);
  const [typed, setTyped] = useState(freshProduct);
  const [hasTried, setTried] = useState(false);
  const add = useAdd();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const body = requestOf(typed);
    if (body !== null) add.mutate(body);
  };
  return (
    <Dialog isOpen isWide onClose={onClose} title={t('add')}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {add.error !== null && <ProblemNotice error={add.error} />}
        <ProductFields {...{ typed, hasTried, error: add.error, onChange: setTyped }} />
        <SaveActions isBusy={add.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}

function useAdd() {
  const t = useWords(catalogueWords);
  const queries = useQueryClient();
  const [, goTo] = useLocation();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (body: UpdateProductRequest) =>
      answer(api.POST('/api/v1/products', { params: { header }, body })),
    async onSuccess({ id, name }) {
      await queries.invalidateQueries({ queryKey: ['products'] });
      tell(t('added', { name }));
      goTo(`/catalogue/${id}`);
    },
  });
}
