-- What a sale that has happened went beyond: nobody can refuse it any more, so it is kept and can be found.
--
-- Expand: a column with a default. The version before records such sales without it. Old rows have the default and
-- need no check, for which the table would be read while nobody can sell.
ALTER TABLE orders ADD COLUMN beyond_limit text[] NOT NULL DEFAULT '{}';
ALTER TABLE orders ADD CONSTRAINT orders_beyond_limit_check
  CHECK (beyond_limit <@ ARRAY['discount', 'tab', 'price']) NOT VALID;
CREATE INDEX orders_beyond_limit ON orders (seq) WHERE beyond_limit <> '{}';
COMMENT ON COLUMN orders.beyond_limit IS 'which limits the seller had no allowance for; empty but for a sale that had happened already';
