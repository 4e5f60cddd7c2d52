/** The categories of entries, for lists, filters and forms. */
import type { EntryCategory } from '@balcao/contracts/api/entry-categories.ts';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { useBilingual } from '../i18n/bilingual.ts';

/** All of a small shop's; archived ones too, since old entries have them. By name in the reader's language. */
export function useCategories() {
  const bilingual = useBilingual();
  const { data } = useQuery({
    queryKey: ['entry-categories'],
    queryFn: () =>
      answer(api.GET('/api/v1/finance/categories', { params: { query: { limit: 200 } } })),
  });
  const categories: EntryCategory[] = data?.items ?? [];
  return {
    categories: categories.toSorted((a, b) => bilingual(a.name).localeCompare(bilingual(b.name))),
    nameOf(id: string): string {
      const found = categories.find((category) => category.id === id);
      return found === undefined ? '' : bilingual(found.name);
    },
  };
}
