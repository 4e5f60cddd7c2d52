-- A payment goes back in parts: each refund has an id of its own, an amount, and a call to the provider.
--
-- Expand: columns with defaults, a table, and a constraint that allows more. The version before goes on asking for
-- whole refunds (kind 'refund', refund_id at its default, so once per payment). It must not make a call for a part,
-- for it knows no amounts; so that one has a kind of its own, which that version puts back.
ALTER TABLE payment ADD COLUMN refunded_minor bigint NOT NULL DEFAULT 0
  CHECK (refunded_minor BETWEEN 0 AND amount_minor);
COMMENT ON COLUMN payment.refunded_minor IS
  'what has gone back; 0 as well where the version before gave all of it back and said so by the status alone';

CREATE TABLE payment_refund (
  payment_id    uuid NOT NULL REFERENCES payment,
  refund_id     uuid NOT NULL,
  amount_minor  bigint NOT NULL CHECK (amount_minor > 0),
  given_minor   bigint CHECK (given_minor BETWEEN 0 AND amount_minor),
  by            uuid,
  note          text,
  created_at    timestamptz NOT NULL DEFAULT now(),
  done_at       timestamptz,
  PRIMARY KEY (payment_id, refund_id),
  CHECK ((given_minor IS NULL) = (done_at IS NULL))
);
COMMENT ON COLUMN payment_refund.refund_id IS
  'that of the sale''s refund, or one by hand; the order''s id when it was cancelled; the payment''s own for money that came too late';
COMMENT ON COLUMN payment_refund.given_minor IS 'what the provider gave back: nothing where it had taken nothing';
CREATE INDEX payment_refund_done ON payment_refund (done_at);

ALTER TABLE provider_call ADD COLUMN refund_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
ALTER TABLE provider_call ADD COLUMN amount_minor bigint CHECK (amount_minor > 0);
ALTER TABLE provider_call DROP CONSTRAINT provider_call_kind_check;
ALTER TABLE provider_call ADD CONSTRAINT provider_call_kind_check
  CHECK (kind IN ('charge', 'void', 'refund', 'partial_refund'));
ALTER TABLE provider_call DROP CONSTRAINT provider_call_payment_id_kind_key;
ALTER TABLE provider_call ADD CONSTRAINT provider_call_once UNIQUE (payment_id, kind, refund_id);
COMMENT ON COLUMN provider_call.amount_minor IS 'of a refund; empty means all of the payment';

-- The simulated provider's own memory. What the version before charged has no amount: it is taken at our word.
ALTER TABLE simulated_charge ADD COLUMN amount_minor bigint;
ALTER TABLE simulated_charge ADD COLUMN paid_at timestamptz;
ALTER TABLE simulated_charge ADD COLUMN refunded_minor bigint NOT NULL DEFAULT 0;
CREATE TABLE simulated_refund (
  refund_id     uuid PRIMARY KEY,
  payment_id    uuid NOT NULL,
  amount_minor  bigint NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now()
);
