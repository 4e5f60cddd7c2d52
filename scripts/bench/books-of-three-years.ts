/** The books of a shop after three years, made by SQL: entries with and without a category, and products by day. */
import type pg from 'pg';

export const books = {
  from: '2023-01-01',
  to: '2025-12-31',
  days: 1_096,
  entries: 500_000,
  /** Sold on every day. */
  products: 150,
};

/** Of each four entries three are expenses; of each ten, nine have a category. */
const entries = `
  SELECT md5('entry' || n)::uuid AS id, date '${books.from}' + n % ${books.days} AS date, n,
    100 + n % 9973 AS amount, n % 4 = 0 AS is_credit
  FROM generate_series(1, ${books.entries}) AS n`;

const transactions = `
  INSERT INTO journal_transaction (id, source, kind, date, description)
  SELECT id, 'entry:' || id, CASE WHEN is_credit THEN 'credit' ELSE 'debit' END, date, 'bench'
  FROM (${entries}) e`;

const lines = `
  INSERT INTO journal_line (transaction_id, position, account_id, debit_minor, credit_minor)
  SELECT e.id, p.position, a.id,
    CASE WHEN is_credit = (p.position = 0) THEN amount ELSE 0 END,
    CASE WHEN is_credit = (p.position = 0) THEN 0 ELSE amount END
  FROM (${entries}) e CROSS JOIN (VALUES (0), (1)) AS p (position)
  JOIN account a ON a.code = CASE WHEN p.position = 0 THEN 'bank'
    WHEN is_credit THEN 'other_revenue' ELSE 'general_expenses' END`;

const accountDays = `
  INSERT INTO account_day (account_id, date, debit_minor, credit_minor)
  SELECT l.account_id, t.date, sum(l.debit_minor), sum(l.credit_minor)
  FROM journal_line l JOIN journal_transaction t ON t.id = l.transaction_id GROUP BY 1, 2`;

const categories = `
  INSERT INTO entry_category (entry_id, category_id, decided_by, decided_at)
  SELECT e.id, c.id, 'person', now()
  FROM (${entries}) e
  JOIN (SELECT id, kind, row_number() OVER (PARTITION BY kind ORDER BY id) - 1 AS position,
          count(*) OVER (PARTITION BY kind) AS size FROM category) c
    ON c.kind = CASE WHEN e.is_credit THEN 'income' ELSE 'expense' END AND c.position = e.n % c.size
  WHERE e.n % 10 <> 0`;

/** What the trigger does, for all of them at once. */
const categoryDays = `
  SELECT count_in_category_days(array_agg(entry_id), array_agg(category_id), array_agg(1))
  FROM entry_category`;

const products = `
  WITH sold AS (
    SELECT md5('product' || p)::uuid AS product_id, date '${books.from}' + d AS date, p, d
    FROM generate_series(1, ${books.products}) AS p, generate_series(0, ${books.days - 1}) AS d),
  named AS (
    INSERT INTO sold_product (product_id, name, unit)
    SELECT DISTINCT product_id, 'Produto ' || p, 'kg' FROM sold),
  costs AS (
    INSERT INTO product_cost_day (date, product_id, cost_minor)
    SELECT date, product_id, 3000 + (p * d) % 997 FROM sold)
  INSERT INTO product_revenue_day (date, product_id, quantity_milli, revenue_minor)
  SELECT date, product_id, 2000, 5000 + (p * d) % 997 FROM sold`;

const tables = [
  'journal_transaction',
  'journal_line',
  'account_day',
  'entry_category',
  'category_day',
  'product_revenue_day',
  'product_cost_day',
];

/** Triggers are off while the rows go in: what they would do is done for all rows at once. */
export async function fillBooks(sql: pg.Client): Promise<void> {
  await sql.query('SET session_replication_role = replica');
  for (const statement of [transactions, lines, accountDays, categories, categoryDays, products]) {
    await sql.query(statement);
  }
  await sql.query('SET session_replication_role = DEFAULT');
  for (const table of tables) await sql.query(`VACUUM ANALYZE ${table}`);
}

/** What entries came to by category, summed from the single ones; answers the sum of all expenses. */
export async function expensesBySql(sql: pg.Client): Promise<number> {
  const { rows } = await sql.query<{ amount: string }>({
    name: 'by-category',
    text: `
      SELECT c.category_id, sum(l.debit_minor - l.credit_minor) AS amount
      FROM journal_transaction t
      JOIN journal_line l ON l.transaction_id = t.id
      JOIN account a ON a.id = l.account_id AND a.code = 'general_expenses'
      LEFT JOIN entry_category c ON c.entry_id = t.id
      WHERE t.date BETWEEN $1 AND $2 GROUP BY 1`,
    values: [books.from, books.to],
  });
  return rows.reduce((sum, { amount }) => sum + Number(amount), 0);
}
