/** A count and all of its lines. */
import type { CountLine } from '@balcao/contracts/api/counts.ts';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export const useCount = (id: string) =>
  useQuery({
    queryKey: ['stock', 'counts', id],
    queryFn: () => answer(api.GET('/api/v1/inventory/counts/{id}', { params: { path: { id } } })),
  });

/** Whoever counts walks through all of them, so all are there; what is typed meanwhile is not read over. */
export const useCountLines = (id: string) =>
  useQuery({
    queryKey: ['stock', 'counts', id, 'lines'],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: () => linesFrom(id, undefined),
  });

async function linesFrom(id: string, cursor: string | undefined): Promise<CountLine[]> {
  const { items, nextCursor } = await answer(
    api.GET('/api/v1/inventory/counts/{id}/lines', {
      params: { path: { id }, query: { cursor, limit: 200 } },
    }),
  );
  return nextCursor === null ? items : [...items, ...(await linesFrom(id, nextCursor))];
}
