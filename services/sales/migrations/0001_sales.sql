-- Orders, and the part of the catalogue that selling needs.

CREATE TABLE product (
  id           uuid PRIMARY KEY,
  name         text NOT NULL,
  unit         text NOT NULL CHECK (unit IN ('kg', 'un')),
  price_minor  bigint NOT NULL CHECK (price_minor >= 0),
  plu          text,
  barcode      text,
  is_active    boolean NOT NULL,
  version      integer NOT NULL
);
COMMENT ON TABLE product IS 'A copy fed by product.* events; the highest version wins.';
CREATE INDEX product_plu ON product (plu) WHERE plu IS NOT NULL;
CREATE INDEX product_barcode ON product (barcode) WHERE barcode IS NOT NULL;

CREATE TABLE orders (
  id              uuid PRIMARY KEY,
  seq             bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  status          text NOT NULL CHECK (status IN ('open', 'held', 'placed', 'awaiting_payment', 'paid',
                    'completed', 'rejected', 'cancelled', 'partially_refunded', 'refunded')),
  seller_id       uuid NOT NULL,
  subtotal_minor  bigint NOT NULL CHECK (subtotal_minor >= 0),
  discount_minor  bigint NOT NULL CHECK (discount_minor BETWEEN 0 AND subtotal_minor),
  total_minor     bigint NOT NULL GENERATED ALWAYS AS (subtotal_minor - discount_minor) STORED,
  reason          text,
  shortages       jsonb,
  deadline_at     timestamptz,
  business_date   date NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  CHECK ((deadline_at IS NOT NULL) = (status IN ('placed', 'awaiting_payment')))
);
COMMENT ON COLUMN orders.deadline_at IS 'every state in which an order waits for others ends by itself';
CREATE INDEX orders_deadline ON orders (deadline_at) WHERE deadline_at IS NOT NULL;
CREATE INDEX orders_seller ON orders (seller_id, seq);

-- What belongs to an order is written together with it, or while it is locked; a foreign key would look
-- the order up, and lock it once more, for every row.
CREATE TABLE order_line (
  order_id          uuid NOT NULL,
  position          integer NOT NULL,
  product_id        uuid NOT NULL,
  name              text NOT NULL,
  unit              text NOT NULL,
  quantity_milli    bigint NOT NULL CHECK (quantity_milli > 0),
  quantity_display  text NOT NULL,
  unit_price_minor  bigint NOT NULL CHECK (unit_price_minor >= 0),
  total_minor       bigint NOT NULL CHECK (total_minor >= 0),
  is_price_stale    boolean NOT NULL,
  PRIMARY KEY (order_id, position)
);

CREATE TABLE order_payment (
  id              uuid PRIMARY KEY,
  order_id        uuid NOT NULL,
  position        integer NOT NULL,
  method          text NOT NULL,
  amount_minor    bigint NOT NULL CHECK (amount_minor > 0),
  tendered_minor  bigint,
  card_token      text,
  status          text NOT NULL,
  CHECK (tendered_minor >= amount_minor)
);
CREATE INDEX order_payment_order ON order_payment (order_id);

CREATE TABLE order_history (
  order_id  uuid NOT NULL,
  seq       bigint GENERATED ALWAYS AS IDENTITY,
  status    text NOT NULL,
  at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  by        uuid,
  note      text,
  PRIMARY KEY (order_id, seq)
);
