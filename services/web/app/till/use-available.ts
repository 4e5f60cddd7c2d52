/** What is left to sell of products that a search found, as the shop says now; the till goes on without an answer. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { offlineState } from '../offline/state.ts';
import { useStore } from '../store.ts';

/** Nobody reads what is found between two letters. */
const settledAfterMs = 250;

/** Thousandths by product; without those that are not known. Nothing is kept for when the shop is silent: it would be old. */
export function useAvailable(productIds: string[]): ReadonlyMap<string, number> {
  const { isOnline } = useStore(offlineState);
  const settled = useSettled(productIds.join(','));
  const { data, isError } = useQuery({
    queryKey: ['till', 'available', settled],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/inventory/available', {
          params: { query: { productIds: settled } },
          signal,
        }),
      ),
    enabled: isOnline && settled !== '',
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
  if (!isOnline || isError) return new Map();
  return new Map(data?.items.map(({ productId, availableMilli }) => [productId, availableMilli]));
}

/** What `value` has been for a while. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settledAfterMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
