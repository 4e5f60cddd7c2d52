/** The SQL of what entries came to by category. */
import type { ReportCategory } from '@balcao/contracts/api/finance-reports.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import type { Pair } from './compare.ts';
import { boundsOf, type Periods } from './report-store.ts';

/** The accounts of entries; all others are posted by rule and say themselves what they are for. */
export type CategorisedAccount = 'other_revenue' | 'general_expenses';

export interface CategorySum extends Pair {
  account: CategorisedAccount;
  /** Null for what has none, which a debt that was forgiven has not either. */
  category: ReportCategory | null;
}

interface CategorySumRow {
  code: CategorisedAccount;
  id: string | null;
  slug: string;
  name_pt: string;
  name_en: string;
  amount_minor: number;
  before_minor: number;
}

/** On the account's normal side, the largest of the period first, what has no category last; none that is nothing. */
export async function readCategorySums(db: Queryable, periods: Periods): Promise<CategorySum[]> {
  const rows = await db.query<CategorySumRow>(
    `WITH account_of_entries AS (
       SELECT id, code, kind FROM account WHERE code IN ('other_revenue', 'general_expenses')),
     categorised AS (
       SELECT account_id, category_id, date, debit_minor - credit_minor AS amount
       FROM category_day WHERE date BETWEEN $1 AND $3),
     day AS (
       SELECT * FROM categorised
       UNION ALL SELECT account_id, NULL, date, -amount FROM categorised
       UNION ALL SELECT account_id, NULL, date, debit_minor - credit_minor
       FROM account_day WHERE date BETWEEN $1 AND $3),
     summed AS (
       SELECT account_id, category_id,
         coalesce(sum(amount) FILTER (WHERE date >= $2), 0)::bigint AS amount,
         coalesce(sum(amount) FILTER (WHERE date < $2), 0)::bigint AS before
       FROM day WHERE account_id IN (SELECT id FROM account_of_entries) GROUP BY account_id, category_id)
     SELECT a.code, c.id, c.slug, c.name_pt, c.name_en,
       s.amount * side AS amount_minor, s.before * side AS before_minor
     FROM summed s JOIN account_of_entries a ON a.id = s.account_id
     CROSS JOIN LATERAL (SELECT CASE a.kind WHEN 'expense' THEN 1 ELSE -1 END AS side) k
     LEFT JOIN category c ON c.id = s.category_id
     WHERE s.amount <> 0 OR s.before <> 0
     ORDER BY a.code DESC, c.id IS NULL, s.amount * side DESC, c.slug`,
    boundsOf(periods),
  );
  return rows.map((row) => ({
    account: row.code,
    category:
      row.id === null
        ? null
        : { id: row.id, slug: row.slug, name: { pt: row.name_pt, en: row.name_en } },
    amountMinor: row.amount_minor,
    beforeMinor: row.before_minor,
  }));
}
