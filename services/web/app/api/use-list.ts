/** A list of the API, page after page. */
import type { Page } from '@balcao/contracts/page.ts';
import { useInfiniteQuery } from '@tanstack/react-query';

const refreshMs = 15_000;

/**
 * `fetchPage` asks for the page at `cursor` (undefined: the first). `rows` are those of all pages read so far,
 * undefined until the first is there; `more` is there while there is another page: both fit a DataTable. With
 * `isLive` they are read again when somebody looks, and while they do, for what changes by itself.
 */
export function useList<Row>(
  key: readonly unknown[],
  fetchPage: (cursor: string | undefined) => Promise<Page<Row>>,
  { isLive = false }: { isLive?: boolean } = {},
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: isLive && refreshMs,
    ...(isLive ? { staleTime: 0 } : {}),
  });
  return {
    rows: query.data?.pages.flatMap(({ items }) => items),
    loading: query,
    more: query.hasNextPage
      ? { load: query.fetchNextPage, isLoading: query.isFetchingNextPage }
      : undefined,
  };
}
