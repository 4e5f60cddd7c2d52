/** The ids of the categories that every shop begins with, and decisions on them past the API. */
import type { Database } from '@balcao/kit/db.ts';

const slugs = [
  'sales',
  'services-income',
  'other-income',
  'suppliers-meat',
  'suppliers-other',
  'rent',
  'energy',
  'water',
  'gas',
  'telecom',
  'payroll',
  'taxes',
  'accounting',
  'bank-fees',
  'card-fees',
  'packaging',
  'cleaning',
  'maintenance',
  'equipment',
  'transport-fuel',
  'marketing',
  'insurance',
  'withdrawal',
  'other-expense',
  'card-settlement',
  'pix-settlement',
  'cash-deposit',
  'contribution',
  'cash-withdrawal',
] as const;

export function categoryId(slug: (typeof slugs)[number]): string {
  const number = slugs.indexOf(slug) + 1;
  return `01930000-0000-7000-8001-${number.toString(16).padStart(12, '0')}`;
}

/** As a person's decision is written: whoever it is, nobody is told. */
export const decideSilently = (
  db: Database,
  { entryId, category }: { entryId: string; category: string },
): Promise<unknown> =>
  db.query(
    `INSERT INTO entry_category (entry_id, category_id, decided_by, decided_at) VALUES ($1, $2, 'person', now())
     ON CONFLICT (entry_id) DO UPDATE SET category_id = excluded.category_id`,
    [entryId, category],
  );
