/** Products for what is typed, and the one of a code that was scanned. */
import type { Product } from '@balcao/contracts/api/product.ts';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { answer, api } from '../api/client.ts';

export interface Choice {
  product: Product;
  /** What a scale's label said; null where nobody weighed it. */
  quantityMilli: number | null;
}

const shownAtOnce = 8;

export function useProductSearch(typed: string) {
  const q = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['products', 'search', q],
    enabled: q !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/products', {
          params: { query: { q, active: true, limit: shownAtOnce } },
          signal,
        }),
      ),
  });
  const lookUp = useMutation({ mutationFn: productOfCode });
  const choices = found.data?.items.map((product) => ({ product, quantityMilli: null }));
  return {
    choices: q === '' ? undefined : choices,
    isCode: /^\d+$/.test(typed.trim()),
    lookUp: lookUp.mutateAsync,
    /** Of the last code; typing on takes it away. */
    error: typed.trim() === '' || lookUp.variables === typed.trim() ? lookUp.error : null,
  };
}

async function productOfCode(code: string): Promise<Choice> {
  const found = await answer(api.GET('/api/v1/products/lookup', { params: { query: { code } } }));
  return {
    product: found.product,
    quantityMilli: found.kind === 'label' ? found.quantityMilli : null,
  };
}
