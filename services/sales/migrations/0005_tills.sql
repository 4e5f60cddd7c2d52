-- Tills: the cash sessions of sellers at registers, what went into and out of each drawer, and the numbers of receipts.
--
-- Expand: new tables, and columns that may be empty or have a default. The version before, which names the columns
-- that it writes, makes sales without a till and without a number beside this one.

CREATE TABLE register (
  name          text PRIMARY KEY,
  last_receipt  bigint NOT NULL DEFAULT 0 CHECK (last_receipt >= 0)
);
COMMENT ON COLUMN register.last_receipt IS 'counted on by the transaction that completes a sale: a rollback gives the number back';

CREATE TABLE till (
  id              uuid PRIMARY KEY,
  seq             bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  register        text NOT NULL,
  seller_id       uuid NOT NULL,
  status          text NOT NULL CHECK (status IN ('open', 'closing', 'closed')),
  float_minor     bigint NOT NULL CHECK (float_minor >= 0),
  business_date   date NOT NULL,
  opened_at       timestamptz NOT NULL,
  counted_minor   bigint CHECK (counted_minor >= 0),
  counted         jsonb,
  counted_at      timestamptz,
  counted_by      uuid,
  expected_minor  bigint,
  closed_at       timestamptz,
  CHECK ((status = 'open') = (counted_minor IS NULL)),
  CHECK ((status = 'closed') = (expected_minor IS NOT NULL)),
  CHECK ((status = 'closed') = (closed_at IS NOT NULL))
);
COMMENT ON COLUMN till.counted IS 'what was counted by method, beside the cash, where somebody did';
-- A till that is closing is in nobody's way.
CREATE UNIQUE INDEX till_of_register ON till (register) WHERE status = 'open';
CREATE UNIQUE INDEX till_of_seller ON till (seller_id) WHERE status = 'open';

CREATE TABLE till_entry (
  seq           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  till_id       uuid NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('float', 'sale', 'refund', 'tab_payment', 'suprimento', 'sangria')),
  method        text NOT NULL,
  amount_minor  bigint NOT NULL,
  change_minor  bigint NOT NULL DEFAULT 0 CHECK (change_minor >= 0),
  source_id     uuid NOT NULL,
  payment_id    uuid,
  is_late       boolean NOT NULL DEFAULT false,
  note          text,
  by            uuid,
  at            timestamptz NOT NULL,
  CHECK (CASE WHEN kind IN ('refund', 'sangria') THEN amount_minor < 0
              WHEN kind = 'float' THEN amount_minor >= 0 ELSE amount_minor > 0 END),
  UNIQUE NULLS NOT DISTINCT (kind, source_id, payment_id)
);
COMMENT ON TABLE till_entry IS 'append-only: the sum of a till''s cash is what its drawer should hold';
COMMENT ON COLUMN till_entry.amount_minor IS 'what it adds to the till; below zero what it takes out';
COMMENT ON COLUMN till_entry.source_id IS 'the till of a float, the order, refund, tab payment or movement; with the payment it is there once';
COMMENT ON COLUMN till_entry.is_late IS 'a sale that arrived after the till was closed: it is in no closing''s figure';
CREATE INDEX till_entry_till ON till_entry (till_id, seq);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is never allowed on %: correct it by a new row', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER till_entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON till_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE orders
  ADD COLUMN till_id uuid,
  ADD COLUMN receipt_number bigint,
  ADD COLUMN completed_at timestamptz,
  ADD COLUMN is_late boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN orders.till_id IS 'settled when the order is placed; null for a sale at no till';
COMMENT ON COLUMN orders.is_late IS 'it came to a till that was closed already';
CREATE UNIQUE INDEX orders_till ON orders (till_id, receipt_number) WHERE till_id IS NOT NULL;
