/** The categories as options of a select: those of one kind, or all. */
import type { CategoryKind } from '@balcao/contracts/api/entry-categories.ts';
import { useBilingual } from '../i18n/bilingual.ts';
import { useCategories } from './use-categories.ts';

/** Archived ones are given to no new entry: with a kind, which a form has, they are left out. */
export function CategoryOptions({ kind }: { kind?: CategoryKind }) {
  const bilingual = useBilingual();
  const { categories } = useCategories();
  return categories
    .filter((category) => kind === undefined || (category.kind === kind && !category.isArchived))
    .map(({ id, name }) => (
      <option key={id} value={id}>
        {bilingual(name)}
      </option>
    ));
}
