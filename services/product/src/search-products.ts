/** Searches the catalogue by an index in memory that is brought up to date before every search. */
import { createBatcher } from '@balcao/kit/batcher.ts';
import type { Database } from '@balcao/kit/db.ts';
import type { ProductRow } from './product-store.ts';
import {
  createSearchIndex,
  type RankKey,
  type SearchIndex,
  type SearchRequest,
} from './search-index.ts';
import { listByIds, readAll, readChanges } from './search-store.ts';
import type { SearchTerms } from './search-text.ts';

export type RankedRow = ProductRow & { rank: number; sort_name: string };

export type Search = (terms: SearchTerms, request: SearchRequest) => Promise<RankedRow[]>;

/**
 * Products by rank, then by name: 0 exact code (PLU, barcode, SKU), 1 the name begins so, 2 every word begins
 * a word, 3 every word occurs. Only where nothing does: 10 and the number of typing errors. Whatever was
 * committed before the call is found, by whichever replica: a search asks first what has changed.
 */
export function createSearch(db: Database): Search {
  const refresh = createRefresh(db);
  return async (terms, request) => {
    const index = await refresh();
    const keys = index.find(terms, request);
    const rows = await listByIds(
      db,
      keys.map(({ id }) => id),
    );
    const byId = new Map<string, RankKey>(keys.map((key) => [key.id, key]));
    return rows.flatMap((row) => {
      const key = byId.get(row.id);
      return key === undefined ? [] : [{ ...row, rank: key.rank, sort_name: key.sortName }];
    });
  };
}

/** Searches that come while the database is being asked are answered together by the next question. */
function createRefresh(db: Database): () => Promise<SearchIndex> {
  const index = createSearchIndex();
  let since: string | undefined;
  const batcher = createBatcher<undefined, SearchIndex>({
    maxSize: 1_000,
    concurrency: 1,
    async run(requests) {
      const { documents, until } = await (since === undefined
        ? readAll(db)
        : readChanges(db, since));
      index.put(documents);
      since = until;
      return requests.map(() => ({ status: 'fulfilled', value: index }));
    },
  });
  return () => batcher.submit(undefined);
}
