/** The entries that the filters in the address choose. */
import { entryType } from '@balcao/contracts/api/finance.ts';
import { businessDate } from '@balcao/contracts/dates.ts';
import { id } from '@balcao/contracts/ids.ts';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { useFilter } from '../design/use-filter.ts';

export function useEntries() {
  const [from] = useFilter('from');
  const [to] = useFilter('to');
  const [type] = useFilter('type');
  const [category] = useFilter('category');
  const query = {
    from: businessDate.safeParse(from).data,
    to: businessDate.safeParse(to).data,
    type: entryType.safeParse(type).data,
    categoryId: id.safeParse(category).data,
    hasCategory: category === 'none' ? false : undefined,
  };
  return useList(['entries', query], (cursor) =>
    answer(api.GET('/api/v1/finance/entries', { params: { query: { ...query, cursor } } })),
  );
}
