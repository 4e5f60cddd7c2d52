/** The name of a product of which only the id is known. */
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

const staleMs = 5 * 60_000;

export function ProductName({ id }: { id: string }) {
  return <>{useProductName(id) ?? '…'}</>;
}

/** Undefined until it is there; names change seldom, so each is asked for once in a while. */
export function useProductName(id: string | null): string | undefined {
  const product = useQuery({
    queryKey: ['products', 'name', id],
    enabled: id !== null,
    staleTime: staleMs,
    queryFn: () => answer(api.GET('/api/v1/products/{id}', { params: { path: { id: id ?? '' } } })),
  });
  return product.data?.name;
}
