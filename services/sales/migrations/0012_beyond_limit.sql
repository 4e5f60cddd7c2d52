-- What a sale that has happened went beyond: nobody can refuse it any more, so it is kept and can be found.
--
-- Expand: a column with a default. The version before records such sales without it.
ALTER TABLE orders ADD COLUMN beyond_limit text[] NOT NULL DEFAULT '{}'
  CHECK (beyond_limit <@ ARRAY['discount', 'tab', 'price']);
COMMENT ON COLUMN orders.beyond_limit IS 'which limits the seller had no allowance for; empty but for a sale that had happened already';
