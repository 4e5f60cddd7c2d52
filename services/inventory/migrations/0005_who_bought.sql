-- Who bought the goods of a sale, and on which receipt: a recall has to reach them.
--
-- Expand: empty of sales that moved before, or that the version before moves.
ALTER TABLE movement
  ADD COLUMN customer_id    uuid,
  ADD COLUMN register       text,
  ADD COLUMN receipt_number bigint,
  ADD CONSTRAINT receipt_whole CHECK ((register IS NULL) = (receipt_number IS NULL)) NOT VALID;
COMMENT ON COLUMN movement.receipt_number IS 'counted on at the register; null of a sale at no till';
