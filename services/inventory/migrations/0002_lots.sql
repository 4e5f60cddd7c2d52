-- Lots: where goods came from, what they cost and when they expire.
--
-- Expand: tables and columns that the version before neither names nor needs. A constraint goes, because
-- goods that may not be sold any more can be on hand while others are short; no writer relied on it.
-- Product by product: Σ lots − Σ shortfalls = stock_level, in quantity and in value. What a version without
-- lots moves meanwhile is taken over by a job of this one (src/take-over-stock.ts).

CREATE TABLE supplier (
  id         uuid PRIMARY KEY,
  name       text NOT NULL,
  sort_name  text NOT NULL,
  document   text CONSTRAINT supplier_document UNIQUE,
  is_active  boolean NOT NULL DEFAULT true,
  version    bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN supplier.document IS 'CNPJ or CPF as typed, without its punctuation';
CREATE INDEX supplier_name ON supplier (sort_name, id);

-- A delivery of several products at once; each line is a purchase movement and a lot.
CREATE TABLE receipt (
  id            uuid CONSTRAINT receipt_id PRIMARY KEY,
  supplier_id   uuid REFERENCES supplier,
  document      text,
  note          text,
  received_on   date NOT NULL,
  created_by    uuid NOT NULL,
  created_at    timestamptz NOT NULL,
  business_date date NOT NULL
);
COMMENT ON COLUMN receipt.document IS 'number of the supplier''s invoice or delivery note';

CREATE TABLE lot (
  id             uuid CONSTRAINT lot_id PRIMARY KEY,
  product_id     uuid NOT NULL,
  supplier_id    uuid REFERENCES supplier,
  receipt_id     uuid,
  parent_id      uuid,
  code           text,
  received_on    date NOT NULL,
  expires_on     date,
  received_milli bigint NOT NULL CHECK (received_milli > 0),
  cost_minor     bigint NOT NULL CHECK (cost_minor >= 0),
  on_hand_milli  bigint NOT NULL CHECK (on_hand_milli >= 0),
  value_minor    bigint NOT NULL CHECK (value_minor >= 0),
  version        bigint NOT NULL DEFAULT 1,
  -- Indexes ask this instead of the quantity, so that a sale changes no indexed column.
  has_stock      boolean NOT NULL GENERATED ALWAYS AS (on_hand_milli > 0) STORED,
  CONSTRAINT empty_lots_are_worth_nothing CHECK (on_hand_milli > 0 OR value_minor = 0)
) WITH (fillfactor = 50);
COMMENT ON TABLE lot IS 'changed only by who holds the lock on its product''s stock_level';
COMMENT ON COLUMN lot.parent_id IS 'the lot that it was cut from';
COMMENT ON COLUMN lot.code IS 'the supplier''s own';
COMMENT ON COLUMN lot.expires_on IS 'the last day on which it is sold; null: never';
COMMENT ON COLUMN lot.received_milli IS 'what first came in, and cost_minor what that cost';
CREATE INDEX lot_stock ON lot (product_id) WHERE has_stock;
CREATE INDEX lot_product ON lot (product_id, id);
CREATE INDEX lot_expiry ON lot (expires_on) WHERE has_stock;
CREATE INDEX lot_supplier ON lot (supplier_id) WHERE supplier_id IS NOT NULL;
CREATE INDEX lot_receipt ON lot (receipt_id) WHERE receipt_id IS NOT NULL;
CREATE INDEX lot_parent ON lot (parent_id) WHERE parent_id IS NOT NULL;

-- Which lots a movement took from or gave to. Σ of a lot = the lot.
CREATE TABLE lot_movement (
  seq            bigint GENERATED ALWAYS AS IDENTITY,
  lot_id         uuid NOT NULL,
  movement_id    uuid,
  quantity_milli bigint NOT NULL,
  cost_minor     bigint NOT NULL,
  PRIMARY KEY (lot_id, seq)
);
COMMENT ON COLUMN lot_movement.movement_id IS
  'whose goods these were: of goods sold before they were received, the sale''s; null where stock was taken over that moved without lots';
CREATE INDEX lot_movement_movement ON lot_movement (movement_id);
CREATE TRIGGER lot_movement_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON lot_movement
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What left although no lot had it, until goods that come in make up for it.
CREATE TABLE shortfall (
  seq            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  movement_id    uuid,
  product_id     uuid NOT NULL,
  business_date  date,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  value_minor    bigint NOT NULL CHECK (value_minor >= 0)
);
COMMENT ON COLUMN shortfall.business_date IS 'of the sale: a lot that had expired by then cannot make up for it; null: any can';
COMMENT ON COLUMN shortfall.quantity_milli IS 'still missing, and value_minor what that was thought to cost';
CREATE INDEX shortfall_product ON shortfall (product_id, seq);
CREATE INDEX shortfall_movement ON shortfall (movement_id);

-- Which expiry of a lot was told, so that it is told once.
CREATE TABLE lot_notice (
  lot_id    uuid NOT NULL,
  threshold integer NOT NULL,
  told_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (lot_id, threshold)
);
COMMENT ON COLUMN lot_notice.threshold IS 'days before the lot expires; -1: it has expired';

ALTER TABLE product ADD COLUMN shelf_life_days integer CHECK (shelf_life_days >= 0);

ALTER TABLE movement ADD COLUMN order_id uuid;
COMMENT ON COLUMN movement.order_id IS 'the order whose goods came back; of a sale source_id is the order';
CREATE INDEX movement_order ON movement (order_id) WHERE order_id IS NOT NULL;

ALTER TABLE stock_level ADD COLUMN is_low_told boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN stock_level.is_low_told IS 'stock.low was said, and there has not been enough since';
UPDATE stock_level SET is_low_told = true WHERE on_hand_milli < minimum_milli;

ALTER TABLE stock_level DROP CONSTRAINT nothing_is_worth_nothing;

-- What is there becomes one lot of unknown origin, which is sold after all lots that can expire.
WITH present AS (
  SELECT gen_random_uuid() AS id, l.product_id, l.on_hand_milli, l.value_minor,
    coalesce((SELECT max(m.business_date) FROM movement m
      WHERE m.product_id = l.product_id AND m.type = 'purchase'), l.updated_at::date) AS received_on
  FROM stock_level l WHERE l.on_hand_milli > 0),
made AS (
  INSERT INTO lot (id, product_id, received_on, received_milli, cost_minor, on_hand_milli, value_minor)
  SELECT id, product_id, received_on, on_hand_milli, value_minor, on_hand_milli, value_minor FROM present)
INSERT INTO lot_movement (lot_id, quantity_milli, cost_minor)
SELECT id, on_hand_milli, value_minor FROM present;

INSERT INTO shortfall (product_id, quantity_milli, value_minor)
SELECT product_id, -on_hand_milli, -value_minor FROM stock_level WHERE on_hand_milli < 0;
