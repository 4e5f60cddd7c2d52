-- Blind counts, and what they and breakdowns need to know of the catalogue.

ALTER TABLE product ADD COLUMN category_id uuid;
ALTER TABLE product ADD COLUMN price_minor bigint CHECK (price_minor >= 0);
COMMENT ON COLUMN product.price_minor IS 'of a kilogram or piece; null until the product is next heard of';
COMMENT ON COLUMN product.category_id IS 'null also until the product is next heard of';

-- Rows that fitted the narrower rule fit this one, so nothing has to be read.
ALTER TABLE movement DROP CONSTRAINT movement_type_check;
ALTER TABLE movement ADD CONSTRAINT movement_type_check CHECK (type IN ('purchase', 'sale', 'return',
  'waste', 'adjustment', 'revaluation', 'breakdown', 'count')) NOT VALID;

CREATE TABLE stock_count (
  seq           bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  id            uuid PRIMARY KEY,
  status        text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'submitted', 'cancelled')),
  note          text,
  category_id   uuid,
  opened_by     uuid NOT NULL,
  opened_at     timestamptz NOT NULL,
  closed_by     uuid,
  closed_at     timestamptz,
  business_date date,
  CONSTRAINT closed_with_status CHECK ((status = 'open') = (closed_at IS NULL))
);
COMMENT ON COLUMN stock_count.business_date IS 'of its movements, once it is submitted';

-- What nobody counted has no counted_milli; what is expected is found out when the count is submitted.
CREATE TABLE count_line (
  count_id       uuid NOT NULL,
  product_id     uuid NOT NULL,
  is_open        boolean NOT NULL DEFAULT true,
  counted_milli  bigint CHECK (counted_milli >= 0),
  counted_by     uuid,
  counted_at     timestamptz,
  expected_milli bigint,
  cost_minor     bigint,
  PRIMARY KEY (count_id, product_id)
) WITH (fillfactor = 70);
COMMENT ON COLUMN count_line.counted_at IS 'also where a figure was taken back: an older one does not return';
COMMENT ON COLUMN count_line.cost_minor IS 'of the difference; zero where there is none';
-- Two counts of one product at once would each correct the same difference.
CREATE UNIQUE INDEX count_line_open ON count_line (product_id) WHERE is_open;
