-- Orders that may be paid, their payments, and what is asked of and told by the provider.

CREATE TABLE payable_order (
  order_id     uuid PRIMARY KEY,
  status       text NOT NULL CHECK (status IN ('requested', 'cancelled', 'completed')),
  total_minor  bigint CHECK (total_minor >= 0),
  expires_at   timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  CHECK (status <> 'requested' OR (total_minor IS NOT NULL AND expires_at IS NOT NULL))
);
COMMENT ON TABLE payable_order IS
  'Without a total it is a tombstone: the order ended before, or without, asking for payment.';

CREATE TABLE payment (
  id                  uuid PRIMARY KEY,
  order_id            uuid NOT NULL REFERENCES payable_order,
  method              text NOT NULL CHECK (method IN ('cash', 'pix', 'debit', 'credit')),
  amount_minor        bigint NOT NULL CHECK (amount_minor > 0),
  tendered_minor      bigint,
  status              text NOT NULL CHECK (status IN ('pending', 'approved', 'declined', 'expired',
                        'cancelled', 'partially_refunded', 'refunded')),
  origin              text NOT NULL CHECK (origin IN ('order', 'counter')),
  reason              text,
  provider            text NOT NULL,
  provider_reference  text,
  expires_at          timestamptz,
  approved_at         timestamptz,
  created_at          timestamptz NOT NULL DEFAULT now(),
  updated_at          timestamptz NOT NULL DEFAULT now(),
  CHECK (tendered_minor >= amount_minor),
  CHECK (tendered_minor IS NULL OR method = 'cash'),
  CHECK (status <> 'pending' OR expires_at IS NOT NULL),
  CHECK ((approved_at IS NOT NULL) = (status IN ('approved', 'partially_refunded', 'refunded')))
);
COMMENT ON COLUMN payment.expires_at IS 'every payment that waits for others ends by itself';
CREATE INDEX payment_order ON payment (order_id);
CREATE INDEX payment_expiry ON payment (expires_at) WHERE status = 'pending';

CREATE TABLE payment_history (
  payment_id  uuid NOT NULL,
  seq         bigint GENERATED ALWAYS AS IDENTITY,
  status      text NOT NULL,
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  by          uuid,
  note        text,
  PRIMARY KEY (payment_id, seq)
);

CREATE TABLE provider_call (
  id           uuid PRIMARY KEY,
  payment_id   uuid NOT NULL REFERENCES payment,
  kind         text NOT NULL CHECK (kind IN ('charge', 'void', 'refund')),
  state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed', 'dropped')),
  card_token   text,
  traceparent  text,
  attempts     integer NOT NULL DEFAULT 0,
  due_at       timestamptz NOT NULL DEFAULT now(),
  taken_until  timestamptz,
  error        text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (payment_id, kind)
);
COMMENT ON TABLE provider_call IS 'What is asked of the provider: made by a worker after the commit that wanted it.';
COMMENT ON COLUMN provider_call.taken_until IS 'a worker is at it; after this time it is taken for dead';
COMMENT ON COLUMN provider_call.state IS
  'failed: its attempts are used up, a person must look; dropped: a charge that nobody wants any more';
CREATE INDEX provider_call_due ON provider_call (due_at) WHERE state = 'waiting';
CREATE INDEX provider_call_failed ON provider_call (kind) WHERE state = 'failed';

CREATE TABLE webhook_event (
  provider     text NOT NULL,
  event_id     text NOT NULL,
  payment_id   uuid NOT NULL REFERENCES payment,
  type         text NOT NULL,
  received_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (provider, event_id)
);

-- What the simulated provider remembers on its own side; nothing of ours refers to it.

CREATE TABLE simulator (
  is_only  boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  fault    text CHECK (fault IN ('decline', 'timeout', 'late', 'duplicate'))
);
INSERT INTO simulator DEFAULT VALUES;

CREATE TABLE simulated_charge (
  payment_id  uuid PRIMARY KEY,
  outcome     text NOT NULL,
  requests    integer NOT NULL DEFAULT 1,
  voided_at   timestamptz,
  refund_id   uuid,
  created_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN simulated_charge.requests IS 'how often the charge was asked for; it is made once';
