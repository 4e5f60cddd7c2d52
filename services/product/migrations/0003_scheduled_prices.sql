-- Prices that begin later.
--
-- Expand: a new table, which the version before does not know of.

CREATE TABLE scheduled_price (
  id           uuid PRIMARY KEY,
  product_id   uuid NOT NULL REFERENCES product,
  price_minor  bigint NOT NULL CHECK (price_minor >= 0),
  starts_at    timestamptz NOT NULL,
  status       text NOT NULL DEFAULT 'waiting'
               CHECK (status IN ('waiting', 'applied', 'superseded', 'cancelled')),
  created_by   uuid NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  ended_at     timestamptz,
  CHECK ((ended_at IS NULL) = (status = 'waiting'))
);
COMMENT ON COLUMN scheduled_price.status IS 'superseded: a later one was due too when it was looked at, after a pause';
CREATE UNIQUE INDEX scheduled_price_moment ON scheduled_price (product_id, starts_at) WHERE status = 'waiting';
CREATE INDEX scheduled_price_due ON scheduled_price (starts_at) WHERE status = 'waiting';
CREATE INDEX scheduled_price_list ON scheduled_price (product_id, starts_at, id);
