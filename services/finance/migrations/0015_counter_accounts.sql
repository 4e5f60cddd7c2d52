-- Categories whose entries earn and cost nothing: they settle what is owed, move money or are the owner's.
--
-- Expand: a category without a counter-account is as before, and a version that knows of none goes on as it did.
-- Entries that had their category before stay as they were posted; only a decision from now on moves one.

ALTER TABLE category ADD COLUMN counter_account_id uuid REFERENCES account;
COMMENT ON COLUMN category.counter_account_id IS
  'what its entries are set against instead of other_revenue or general_expenses';

UPDATE category SET counter_account_id = (SELECT id FROM account WHERE code = 'supplier_payable')
WHERE slug IN ('suppliers-meat', 'suppliers-other');
UPDATE category SET counter_account_id = (SELECT id FROM account WHERE code = 'equity') WHERE slug = 'withdrawal';

INSERT INTO category (id, slug, name_pt, name_en, kind, counter_account_id)
SELECT c.id, c.slug, c.name_pt, c.name_en, c.kind, a.id
FROM (VALUES
  ('01930000-0000-7000-8001-000000000019'::uuid, 'card-settlement', 'Repasse de cartões', 'Card settlement', 'income', 'card_receivable'),
  ('01930000-0000-7000-8001-00000000001a', 'pix-settlement', 'PIX de vendas na conta', 'PIX of sales paid in', 'income', 'pix'),
  ('01930000-0000-7000-8001-00000000001b', 'cash-deposit', 'Depósito do caixa', 'Deposit from the till', 'income', 'cash'),
  ('01930000-0000-7000-8001-00000000001c', 'contribution', 'Aporte dos sócios', 'Owner''s contribution', 'income', 'equity'),
  ('01930000-0000-7000-8001-00000000001d', 'cash-withdrawal', 'Saque para o caixa', 'Withdrawal for the till', 'expense', 'cash')
) AS c (id, slug, name_pt, name_en, kind, account)
JOIN account a ON a.code = c.account
ON CONFLICT DO NOTHING;

ALTER TABLE journal_transaction DROP CONSTRAINT journal_transaction_kind_check;
ALTER TABLE journal_transaction ADD CONSTRAINT journal_transaction_kind_check
  CHECK (kind IN ('credit', 'debit', 'sale', 'refund', 'stock', 'fee', 'tab', 'till', 'category')) NOT VALID;

-- The chain of hashes has the source, and so the entry as well.
ALTER TABLE journal_transaction ADD COLUMN entry_id uuid;
ALTER TABLE journal_transaction ADD CONSTRAINT journal_transaction_entry_id_check
  CHECK (entry_id IS NULL OR starts_with(source, 'category:' || entry_id || ':')) NOT VALID;
COMMENT ON COLUMN journal_transaction.entry_id IS
  'of the kind category: the entry whose category it follows, for the entry itself or for its reversal';
CREATE INDEX journal_transaction_entry_id ON journal_transaction (entry_id) WHERE entry_id IS NOT NULL;

-- The sums by category have them as well: with them an entry leaves other_revenue or general_expenses.
CREATE OR REPLACE FUNCTION count_categories() RETURNS trigger LANGUAGE plpgsql AS $$
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
    SELECT id FROM journal_transaction WHERE reverses_id = c.entry_id UNION ALL
    SELECT id FROM journal_transaction j WHERE j.entry_id = c.entry_id) t;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION count_reversals() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entries uuid[];
BEGIN
  SELECT array_agg(coalesce(reverses_id, entry_id)) INTO entries
  FROM added WHERE reverses_id IS NOT NULL OR entry_id IS NOT NULL;
  IF entries IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM lock_entries(entries);
  PERFORM count_in_category_days(array_agg(r.id), array_agg(c.category_id), array_agg(1))
  FROM added r JOIN entry_category c ON c.entry_id = coalesce(r.reverses_id, r.entry_id);
  RETURN NULL;
END $$;
