-- What happened to accounts, sessions and keys, for the admin to read; and where a session is used from.

CREATE TABLE security_event (
  seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id          uuid NOT NULL DEFAULT gen_random_uuid(),
  type        text NOT NULL CHECK (type ~ '^[a-z_]+\.[a-z_]+$'),
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  user_id     uuid,
  actor_id    uuid,
  session_id  uuid,
  client      text,
  user_agent  text,
  detail      jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE security_event IS 'Append-only, without passwords and tokens; written in the transaction of what it tells';
COMMENT ON COLUMN security_event.user_id IS 'whose account it is about; null where no account has the e-mail. No foreign key: the trail stands alone';
COMMENT ON COLUMN security_event.actor_id IS 'who did it; null where nobody was logged in, or the service did it by itself';
COMMENT ON COLUMN security_event.client IS 'an IPv4 address or the /64 of an IPv6 address';
CREATE INDEX security_event_at ON security_event (at, seq);
CREATE INDEX security_event_user ON security_event (user_id, at, seq);
CREATE INDEX security_event_type ON security_event (type, at, seq);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is never allowed on %', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER security_event_is_append_only BEFORE UPDATE OR TRUNCATE ON security_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What is younger than 90 days cannot be deleted by anybody; what is older only by who says so, as the
-- service does for the retention that is set.
CREATE FUNCTION refuse_forgetting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.at > now() - interval '90 days'
     OR current_setting('balcao.forgets_security_events', true) IS DISTINCT FROM 'on' THEN
    RAISE EXCEPTION 'DELETE is never allowed on %, except by its retention', TG_TABLE_NAME;
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER security_event_is_kept BEFORE DELETE ON security_event
  FOR EACH ROW EXECUTE FUNCTION refuse_forgetting();

-- Null in sessions that an older version opened or renewed.
ALTER TABLE session
  ADD COLUMN client text,
  ADD COLUMN user_agent text,
  ADD COLUMN last_used_at timestamptz,
  DROP CONSTRAINT session_end_reason_check,
  ADD CONSTRAINT session_end_reason_check
    CHECK (end_reason IN ('logout', 'reuse', 'password', 'role', 'disabled', 'revoked'));
COMMENT ON COLUMN session.last_used_at IS 'when it was opened or last renewed; requests in between are not seen here';
