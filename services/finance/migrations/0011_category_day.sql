-- What entries came to per category and day: a projection of the journal and of `entry_category`, for the reports.
--
-- Kept by triggers, since several write there and none of them should know of reports: posting, the categoriser, a
-- correction, a reversal, and versions before this one. Only what has a category is counted; the rest is the
-- account's own sum of the day less that, so the hot way of an entry pays nothing.

CREATE TABLE category_day (
  date          date NOT NULL,
  account_id    uuid NOT NULL,
  category_id   uuid NOT NULL,
  debit_minor   bigint NOT NULL,
  credit_minor  bigint NOT NULL,
  PRIMARY KEY (date, account_id, category_id)
) WITH (fillfactor = 70);
COMMENT ON COLUMN category_day.account_id IS 'the revenue or expense of the entry, not where its money is';

-- Adds transactions to the sums of their categories (sign 1) or takes them out (-1), rows in sorted order.
CREATE FUNCTION count_in_category_days(transactions uuid[], categories uuid[], signs int[])
RETURNS void LANGUAGE sql AS $$
  INSERT INTO category_day AS d (date, account_id, category_id, debit_minor, credit_minor)
  SELECT t.date, l.account_id, c.category_id, sum(c.sign * l.debit_minor), sum(c.sign * l.credit_minor)
  FROM unnest(transactions, categories, signs) AS c (transaction_id, category_id, sign)
  JOIN journal_transaction t ON t.id = c.transaction_id
  JOIN journal_line l ON l.transaction_id = t.id
  JOIN account a ON a.id = l.account_id AND NOT a.is_money
  GROUP BY t.date, l.account_id, c.category_id ORDER BY t.date, l.account_id, c.category_id
  ON CONFLICT (date, account_id, category_id) DO UPDATE SET
    debit_minor = d.debit_minor + excluded.debit_minor,
    credit_minor = d.credit_minor + excluded.credit_minor
$$;

-- Whoever gives an entry a category and whoever reverses it wait for one another here: each must see what the other
-- did, since a reversal counts in the category of its entry.
CREATE FUNCTION lock_entries(entries uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM journal_transaction WHERE id = ANY (entries) ORDER BY id FOR NO KEY UPDATE;
END $$;

CREATE FUNCTION count_categories() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entries uuid[];
  categories uuid[];
  signs int[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(entry_id), array_agg(category_id), array_agg(1) INTO entries, categories, signs FROM added;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(entry_id), array_agg(category_id), array_agg(-1) INTO entries, categories, signs FROM removed;
  ELSE
    SELECT array_agg(entry_id), array_agg(category_id), array_agg(sign) INTO entries, categories, signs
    FROM (SELECT entry_id, category_id, -1 AS sign FROM removed UNION ALL
          SELECT entry_id, category_id, 1 FROM added) changed;
  END IF;
  PERFORM lock_entries(entries);
  PERFORM count_in_category_days(array_agg(t.id), array_agg(c.category_id), array_agg(c.sign))
  FROM unnest(entries, categories, signs) AS c (entry_id, category_id, sign)
  CROSS JOIN LATERAL (
    SELECT c.entry_id AS id UNION ALL
    SELECT id FROM journal_transaction WHERE reverses_id = c.entry_id) t;
  RETURN NULL;
END $$;
CREATE TRIGGER entry_category_is_counted AFTER INSERT ON entry_category
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_categories();
CREATE TRIGGER entry_category_is_counted_anew AFTER UPDATE ON entry_category
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_categories();
CREATE TRIGGER entry_category_is_counted_no_more AFTER DELETE ON entry_category
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_categories();

CREATE FUNCTION count_reversals() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entries uuid[];
BEGIN
  SELECT array_agg(reverses_id) INTO entries FROM added WHERE reverses_id IS NOT NULL;
  IF entries IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM lock_entries(entries);
  PERFORM count_in_category_days(array_agg(r.id), array_agg(c.category_id), array_agg(1))
  FROM added r JOIN entry_category c ON c.entry_id = r.reverses_id;
  RETURN NULL;
END $$;
CREATE TRIGGER journal_transaction_reversal_is_counted AFTER INSERT ON journal_transaction
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_reversals();

-- What is there already; the triggers have locked out whoever would write meanwhile.
SELECT count_in_category_days(array_agg(t.id), array_agg(c.category_id), array_agg(1))
FROM journal_transaction t JOIN entry_category c ON c.entry_id = coalesce(t.reverses_id, t.id);
