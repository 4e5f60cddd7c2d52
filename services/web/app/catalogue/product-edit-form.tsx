/** Changes a product that has the version that was read. */
import type { Product, UpdateProductRequest } from '@balcao/contracts/api/product.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { CheckboxField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { ProductFields } from './product-fields.tsx';
import { requestOf, typedOf } from './product-form.ts';
import { useMayWrite } from './use-may-write.ts';
import { catalogueWords } from './words.ts';

interface ProductFormProps {
  product: Product;
  /** Reads the product anew. */
  onReload: () => void;
}

export function ProductForm({ product, onReload }: ProductFormProps) {
  const t = useWords(catalogueWords);
  const common = useWords(designWords);
  const mayWrite = useMayWrite();
  const [typed, setTyped] = useState(typedOf(product));
  const [hasTried, setTried] = useState(false);
  const save = useSave(product);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const body = requestOf(typed);
    if (body !== null) save.mutate(body);
  };
  return (
    <form onSubmit={submit} noValidate className="mb-8">
      <fieldset disabled={!mayWrite} className="flex min-w-0 flex-col gap-4">
        {save.error !== null && <SaveProblem error={save.error} onReload={onReload} />}
        <ProductFields
          {...{ typed, hasTried, error: save.error, onChange: setTyped, isUnitFixed: true }}
        />
        <CheckboxField
          label={t('isSold')}
          checked={typed.active}
          onChange={({ target }) => setTyped({ ...typed, active: target.checked })}
        />
        {mayWrite && (
          <Button type="submit" kind="primary" className="self-start" isBusy={save.isPending}>
            {common('save')}
          </Button>
        )}
      </fieldset>
    </form>
  );
}

/** Somebody else's change has to be seen before it is changed again. */
function SaveProblem({ error, onReload }: { error: unknown; onReload: () => void }) {
  const t = useWords(catalogueWords);
  const isStale = error instanceof ApiProblem && error.code === 'version_mismatch';
  return (
    <div className="flex flex-col items-start gap-2">
      <ProblemNotice error={error} />
      {isStale && (
        <>
          <p>{t('stale')}</p>
          <Button onClick={onReload}>{t('reload')}</Button>
        </>
      )}
    </div>
  );
}

function useSave({ id, version }: Product) {
  const t = useWords(catalogueWords);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateProductRequest) =>
      answer(
        api.PUT('/api/v1/products/{id}', {
          params: { path: { id }, header: { 'If-Match': formatEtag(version) } },
          body,
        }),
      ),
    async onSuccess({ name }) {
      tell(t('saved', { name }));
      await queries.invalidateQueries({ queryKey: ['products'] });
    },
  });
}
