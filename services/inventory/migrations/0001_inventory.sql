-- Movements, the levels that they add up to, and what is promised to orders. Quantities in thousandths of
-- the product's unit (bigint …_milli), money in centavos (bigint …_minor).

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is never allowed on %: correct it by a new row', TG_OP, TG_TABLE_NAME;
END $$;

-- The part of the catalogue that stock needs, fed by product events.
CREATE TABLE product (
  id          uuid PRIMARY KEY,
  sku         text NOT NULL,
  name        text NOT NULL,
  search_text text NOT NULL,
  unit        text NOT NULL CHECK (unit IN ('kg', 'un')),
  cost_minor  bigint CHECK (cost_minor >= 0),
  is_active   boolean NOT NULL,
  version     bigint NOT NULL
);
COMMENT ON COLUMN product.search_text IS 'name and sku in lower case without accents';
COMMENT ON COLUMN product.version IS 'of the product in the catalogue; older news changes nothing';
CREATE INDEX product_name ON product (name, id);

CREATE TABLE stock_level (
  product_id     uuid PRIMARY KEY REFERENCES product,
  on_hand_milli  bigint NOT NULL DEFAULT 0,
  reserved_milli bigint NOT NULL DEFAULT 0 CHECK (reserved_milli >= 0),
  value_minor    bigint NOT NULL DEFAULT 0,
  minimum_milli  bigint CHECK (minimum_milli >= 0),
  negative_stock text NOT NULL DEFAULT 'block' CHECK (negative_stock IN ('block', 'allow')),
  version        bigint NOT NULL DEFAULT 1,
  updated_at     timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT nothing_is_worth_nothing CHECK (on_hand_milli <> 0 OR value_minor = 0)
) WITH (fillfactor = 50);
COMMENT ON COLUMN stock_level.value_minor IS 'what the goods on hand cost; below zero while more was sold than there was';

CREATE TABLE movement (
  seq            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id             uuid NOT NULL CONSTRAINT movement_id UNIQUE,
  type           text NOT NULL
                 CHECK (type IN ('purchase', 'sale', 'return', 'waste', 'adjustment', 'revaluation')),
  source_id      uuid NOT NULL,
  product_id     uuid NOT NULL,
  quantity_milli bigint NOT NULL,
  cost_minor     bigint NOT NULL,
  on_hand_milli  bigint NOT NULL,
  oversold_milli bigint NOT NULL DEFAULT 0 CHECK (oversold_milli >= 0),
  reason         text,
  note           text,
  created_by     uuid,
  occurred_at    timestamptz NOT NULL,
  business_date  date NOT NULL,
  CONSTRAINT movement_source UNIQUE (source_id, type, product_id),
  CONSTRAINT revaluations_move_nothing CHECK ((type = 'revaluation') = (quantity_milli = 0)),
  CONSTRAINT cost_goes_with_quantity CHECK (quantity_milli = 0 OR sign(quantity_milli) * cost_minor >= 0)
);
COMMENT ON COLUMN movement.source_id IS 'the order, or the movement itself when it was made by hand';
COMMENT ON COLUMN movement.quantity_milli IS 'in above zero, out below zero; cost_minor likewise';
COMMENT ON COLUMN movement.on_hand_milli IS 'of the product after this movement';
COMMENT ON COLUMN movement.oversold_milli IS 'how much of a sale was not on hand';
CREATE INDEX movement_product ON movement (product_id, seq);
CREATE INDEX movement_business_date ON movement USING brin (business_date);
CREATE TRIGGER movement_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON movement
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One row for every order that was ever heard of: it is what makes a repeated event harmless, for good.
CREATE TABLE reservation (
  order_id   uuid PRIMARY KEY,
  status     text NOT NULL CHECK (status IN ('held', 'rejected', 'released', 'consumed')),
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 70);
COMMENT ON COLUMN reservation.expires_at IS 'null where another event came before order.placed';
CREATE INDEX reservation_overdue ON reservation (expires_at) WHERE status = 'held';
CREATE TRIGGER reservation_is_never_deleted BEFORE DELETE OR TRUNCATE ON reservation
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE reservation_line (
  order_id       uuid NOT NULL,
  product_id     uuid NOT NULL,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  PRIMARY KEY (order_id, product_id)
);
COMMENT ON TABLE reservation_line IS 'what was held for an order; a rejected order has none';
