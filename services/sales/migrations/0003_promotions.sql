-- Promotions: a copy that pricing reads, the category that they may be of, and what each line was charged by.
--
-- Expand: a new table, and columns that may be empty, so that the version before keeps working beside it.
CREATE TABLE promotion (
  id         uuid PRIMARY KEY,
  rule       jsonb NOT NULL,
  is_active  boolean NOT NULL,
  ends_on    date,
  version    integer NOT NULL
);
COMMENT ON TABLE promotion IS 'A copy fed by promotion.* events; the highest version wins.';
COMMENT ON COLUMN promotion.rule IS 'what contracts/promotion.ts reads';
CREATE INDEX promotion_active ON promotion (id) WHERE is_active;

ALTER TABLE product ADD COLUMN category_id uuid;

ALTER TABLE order_line
  ADD COLUMN list_price_minor bigint CHECK (list_price_minor >= 0),
  ADD COLUMN promotion_id uuid;
COMMENT ON COLUMN order_line.list_price_minor IS 'the product''s own price then; null from before there were promotions';
