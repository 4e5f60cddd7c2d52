/** All categories: a shop has some dozens of them at most. */
import type { Category } from '@balcao/contracts/api/product.ts';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export const useCategories = () =>
  useQuery({ queryKey: ['categories'], queryFn: () => categoriesFrom(undefined) });

async function categoriesFrom(cursor: string | undefined): Promise<Category[]> {
  const { items, nextCursor } = await answer(
    api.GET('/api/v1/categories', { params: { query: { cursor, limit: 200 } } }),
  );
  return nextCursor === null ? items : [...items, ...(await categoriesFrom(nextCursor))];
}
