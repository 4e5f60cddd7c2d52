-- Events that the broker has taken, for a while: one that lay in a queue at the instant of a backup is in no other
-- database, and is sent again from here after a restore. A version that does not know the table keeps none.

CREATE TABLE outbox_sent (
  seq         bigint NOT NULL,
  id          uuid NOT NULL,
  type        text NOT NULL,
  subject     text NOT NULL,
  time        timestamptz NOT NULL,
  traceparent text,
  data        jsonb NOT NULL,
  is_urgent   boolean NOT NULL,
  sent_at     timestamptz NOT NULL DEFAULT now()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 50000,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 500000);
CREATE INDEX outbox_sent_sent_at ON outbox_sent (sent_at);
