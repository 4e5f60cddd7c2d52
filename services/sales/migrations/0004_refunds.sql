-- Refunds of parts of an order: what came back, where it went, and how the money went back.
--
-- Expand: new tables only. An order that the version before refunded whole is `refunded` and has no row here.

CREATE TABLE refund (
  id             uuid PRIMARY KEY,
  seq            bigint GENERATED ALWAYS AS IDENTITY,
  order_id       uuid NOT NULL,
  total_minor    bigint NOT NULL CHECK (total_minor >= 0),
  note           text,
  by             uuid NOT NULL,
  business_date  date NOT NULL,
  refunded_at    timestamptz NOT NULL
);
CREATE INDEX refund_order ON refund (order_id);

CREATE TABLE refund_line (
  refund_id       uuid NOT NULL,
  ordinal         integer NOT NULL,
  position        integer NOT NULL,
  quantity_milli  bigint NOT NULL CHECK (quantity_milli > 0),
  total_minor     bigint NOT NULL CHECK (total_minor >= 0),
  disposition     text NOT NULL CHECK (disposition IN ('stock', 'waste')),
  PRIMARY KEY (refund_id, ordinal)
);
COMMENT ON COLUMN refund_line.position IS 'of the line of the order';
COMMENT ON COLUMN refund_line.total_minor IS 'what the customer gets back for it: less its share of the discount';

CREATE TABLE refund_payment (
  refund_id     uuid NOT NULL,
  payment_id    uuid NOT NULL,
  amount_minor  bigint NOT NULL CHECK (amount_minor > 0),
  PRIMARY KEY (refund_id, payment_id)
);
