-- What the kit keeps in every service's database.

CREATE TABLE outbox (
  seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id          uuid NOT NULL,
  type        text NOT NULL,
  subject     text NOT NULL,
  time        timestamptz NOT NULL DEFAULT now(),
  traceparent text,
  data        jsonb NOT NULL,
  attempts    integer NOT NULL DEFAULT 0,
  not_before  timestamptz NOT NULL DEFAULT now()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000);
CREATE INDEX outbox_subject ON outbox (subject, seq);

CREATE TABLE inbox (
  consumer    text NOT NULL,
  event_id    uuid NOT NULL,
  handled_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_handled_at ON inbox USING brin (handled_at);

-- Messages whose handling failed: they wait for another attempt, or rest here parked for a person.
CREATE TABLE deferred_message (
  id          uuid PRIMARY KEY,
  consumer    text NOT NULL,
  event_id    uuid NOT NULL,
  event_type  text NOT NULL,
  subject     text NOT NULL,
  envelope    text NOT NULL,
  attempts    integer NOT NULL,
  error       text NOT NULL,
  deferred_at timestamptz NOT NULL DEFAULT now(),
  due_at      timestamptz,
  UNIQUE (consumer, event_id)
);
COMMENT ON COLUMN deferred_message.due_at IS 'when it is tried again; null while it is parked';
CREATE INDEX deferred_message_due ON deferred_message (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE idempotency_key (
  owner       text NOT NULL,
  key         text NOT NULL,
  fingerprint text NOT NULL,
  status      integer,
  headers     jsonb,
  body        text,
  is_settled  boolean NOT NULL DEFAULT true,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner, key)
);
CREATE INDEX idempotency_key_created_at ON idempotency_key USING brin (created_at);
