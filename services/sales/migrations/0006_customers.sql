-- Customers and their tab (fiado): an append-only ledger whose sum is what each owes.
--
-- Expand: new tables, and columns that may be empty or have a default.

CREATE TABLE customer (
  id               uuid PRIMARY KEY,
  name             text NOT NULL,
  sort_name        text NOT NULL,
  search_text      text NOT NULL,
  phone            text,
  document         text,
  email            text,
  note             text,
  tab_limit_minor  bigint NOT NULL DEFAULT 0 CHECK (tab_limit_minor >= 0),
  balance_minor    bigint NOT NULL DEFAULT 0 CHECK (balance_minor >= 0),
  active           boolean NOT NULL,
  anonymised_at    timestamptz,
  version          integer NOT NULL DEFAULT 1,
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN customer.balance_minor IS 'the sum of the tab''s entries, changed in the transaction that adds them';
CREATE UNIQUE INDEX customer_document ON customer (document) WHERE document IS NOT NULL;
CREATE INDEX customer_name ON customer (sort_name, id);

CREATE TABLE tab_entry (
  id             uuid PRIMARY KEY,
  seq            bigint GENERATED ALWAYS AS IDENTITY,
  customer_id    uuid NOT NULL,
  kind           text NOT NULL CHECK (kind IN ('purchase', 'refund', 'payment', 'payout', 'adjustment')),
  amount_minor   bigint NOT NULL,
  balance_minor  bigint NOT NULL CHECK (balance_minor >= 0),
  source_id      uuid NOT NULL,
  order_id       uuid,
  method         text,
  till_id        uuid,
  note           text,
  by             uuid,
  at             timestamptz NOT NULL,
  business_date  date NOT NULL,
  CHECK (CASE WHEN kind IN ('purchase', 'payout') THEN amount_minor > 0
              WHEN kind IN ('refund', 'payment') THEN amount_minor < 0 ELSE amount_minor <> 0 END),
  CONSTRAINT tab_entry_source UNIQUE (kind, source_id)
);
COMMENT ON COLUMN tab_entry.amount_minor IS 'what it adds to what the customer owes; below zero what it takes off';
COMMENT ON COLUMN tab_entry.source_id IS 'the order, refund, payment or adjustment: once each, for ever';
CREATE INDEX tab_entry_customer ON tab_entry (customer_id, seq);

CREATE TABLE tab_allocation (
  item_id       uuid NOT NULL,
  entry_id      uuid NOT NULL,
  amount_minor  bigint NOT NULL CHECK (amount_minor > 0),
  PRIMARY KEY (item_id, entry_id)
);
COMMENT ON TABLE tab_allocation IS 'which entry that lowered a balance settled how much of which one that had raised it';

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is never allowed on %: correct it by a new row', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER tab_entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON tab_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tab_allocation_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON tab_allocation
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE orders ADD COLUMN customer_id uuid;
CREATE INDEX orders_customer ON orders (customer_id, seq) WHERE customer_id IS NOT NULL;
-- What is on a tab and not complete yet is summed for every purchase on it.
CREATE INDEX orders_customer_waiting ON orders (customer_id)
  WHERE customer_id IS NOT NULL AND deadline_at IS NOT NULL;

ALTER TABLE refund ADD COLUMN tab_payout_minor bigint NOT NULL DEFAULT 0 CHECK (tab_payout_minor >= 0);
COMMENT ON COLUMN refund.tab_payout_minor IS 'handed out in cash: what the refund of a tab came to beyond what was owed';

-- A payout of a tab takes cash out of the till by which payments of tabs come in.
ALTER TABLE till_entry DROP CONSTRAINT till_entry_check;
ALTER TABLE till_entry ADD CONSTRAINT till_entry_check
  CHECK (CASE WHEN kind IN ('refund', 'sangria') THEN amount_minor < 0
              WHEN kind = 'tab_payment' THEN amount_minor <> 0
              WHEN kind = 'float' THEN amount_minor >= 0 ELSE amount_minor > 0 END) NOT VALID;
