-- Rules on prices: what is watched, where each rule stands, and the alerts that came of it.

-- The order in which the evaluator reads quotes. Whoever stores quotes waits until it is built (seconds for a million
-- of them), since a partitioned table has no CREATE INDEX CONCURRENTLY; readers do not. Nothing reads quote_seq any
-- more: a later release may drop it.
CREATE INDEX quote_arrival ON quote (xid, seq);

CREATE SEQUENCE rule_revision;

CREATE TABLE rule (
  id                        uuid PRIMARY KEY,
  name                      text NOT NULL,
  symbols                   text[] COLLATE "C" NOT NULL,
  condition                 jsonb NOT NULL,
  for_seconds               integer NOT NULL CHECK (for_seconds >= 0),
  keep_firing_for_seconds   integer NOT NULL CHECK (keep_firing_for_seconds >= 0),
  no_data_seconds           integer CHECK (no_data_seconds > 0),
  severity                  text NOT NULL,
  labels                    jsonb NOT NULL,
  is_active                 boolean NOT NULL,
  active_from               timestamptz NOT NULL,
  revision                  bigint NOT NULL DEFAULT nextval('rule_revision'),
  xid                       xid8 NOT NULL DEFAULT pg_current_xact_id(),
  version                   integer NOT NULL DEFAULT 1
);
ALTER SEQUENCE rule_revision OWNED BY rule.revision;
CREATE INDEX rule_active ON rule (revision) WHERE is_active;
COMMENT ON COLUMN rule.active_from IS 'when it was made or changed, by the shop''s clock: absence counts from here';
COMMENT ON COLUMN rule.revision IS 'another one at each change, of which the evaluator learns by it';
COMMENT ON COLUMN rule.xid IS 'who made or changed it: quotes of later transactions are judged, earlier ones fill its window';

CREATE TABLE rule_instance (
  rule_id     uuid NOT NULL REFERENCES rule ON DELETE CASCADE,
  symbol      text COLLATE "C" NOT NULL,
  state       text NOT NULL,
  since       timestamptz,
  started_at  timestamptz,
  PRIMARY KEY (rule_id, symbol)
);
COMMENT ON TABLE rule_instance IS 'Where a rule stands on a symbol; one without a row is normal. It goes when its rule changes.';

CREATE TABLE alert (
  id               uuid PRIMARY KEY,
  rule_id          uuid NOT NULL,
  rule_name        text NOT NULL,
  symbol           text COLLATE "C" NOT NULL,
  severity         text NOT NULL,
  labels           jsonb NOT NULL,
  value            numeric(28, 12),
  reference        numeric(28, 12),
  summary_pt       text NOT NULL,
  summary_en       text NOT NULL,
  started_at       timestamptz NOT NULL,
  resolved_at      timestamptz CHECK (resolved_at >= started_at),
  resolved_value   numeric(28, 12),
  acknowledged_at  timestamptz,
  acknowledged_by  uuid,
  told_at          timestamptz,
  CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL))
);
COMMENT ON TABLE alert IS 'What rules have found; it outlives its rule.';
COMMENT ON COLUMN alert.told_at IS 'when its beginning was published; null while, or because, it was silenced';
CREATE UNIQUE INDEX alert_open ON alert (rule_id, symbol) WHERE resolved_at IS NULL;
CREATE INDEX alert_rule ON alert (rule_id, id);
CREATE INDEX alert_symbol ON alert (symbol, id);
CREATE INDEX alert_untold ON alert (id) WHERE told_at IS NULL AND resolved_at IS NULL;

CREATE TABLE silence (
  id          uuid PRIMARY KEY,
  rule_id     uuid,
  symbol      text COLLATE "C",
  severity    text,
  labels      jsonb NOT NULL,
  starts_at   timestamptz NOT NULL,
  ends_at     timestamptz NOT NULL,
  comment     text NOT NULL,
  created_by  uuid NOT NULL,
  version     integer NOT NULL DEFAULT 1,
  CHECK (starts_at < ends_at)
);
CREATE INDEX silence_end ON silence (ends_at);

CREATE TABLE evaluation (
  is_only  boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  xid      xid8 NOT NULL,
  seq      bigint NOT NULL,
  version  bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE evaluation IS 'One row: all quotes up to (xid, seq) have been judged.';
COMMENT ON COLUMN evaluation.version IS 'counts the writes of evaluators: one that was overtaken has another number';
INSERT INTO evaluation (xid, seq) VALUES ('0', 0);
