-- When a sale happened that was made without a network and sent later.
--
-- Expand: a column that may be empty. The version before makes no such sale; one that it meets it would treat as
-- any other, which its deadline gives up at the earliest a quarter of an hour later.
ALTER TABLE orders ADD COLUMN occurred_at timestamptz;
COMMENT ON COLUMN orders.occurred_at IS 'null but for a sale that had happened already: it is never refused, cancelled or charged';
