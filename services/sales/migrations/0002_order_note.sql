-- What the customer wants of an order, such as "cortar fino".
--
-- Expand: a column that may be empty, so that the version before, which names the columns that it writes
-- and reads, keeps working with this table while both run. Adding it rewrites no row.
ALTER TABLE orders ADD COLUMN note text;
COMMENT ON COLUMN orders.note IS 'one line of at most 200 characters; null when there is none';
