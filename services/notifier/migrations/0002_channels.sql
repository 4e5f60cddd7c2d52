-- Where messages go beside the inbox, what goes there, and what became of each.

CREATE TABLE channel (
  id          uuid PRIMARY KEY,
  name        text NOT NULL,
  type        text NOT NULL CHECK (type IN ('webhook', 'slack', 'telegram', 'email')),
  language    text NOT NULL CHECK (language IN ('pt', 'en')),
  target      text NOT NULL,
  settings    bytea NOT NULL,
  is_active   boolean NOT NULL DEFAULT true,
  created_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN channel.settings IS 'JSON, encrypted by AES-256-GCM with the key of the settings and bound to the id';

CREATE TABLE route (
  id                uuid PRIMARY KEY,
  channel_id        uuid NOT NULL REFERENCES channel ON DELETE CASCADE,
  events            text[] NOT NULL,
  minimum_severity  text NOT NULL CHECK (minimum_severity IN ('info', 'warning', 'critical')),
  quiet_from        text,
  quiet_to          text,
  group_seconds     integer NOT NULL CHECK (group_seconds >= 0),
  CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
);
COMMENT ON COLUMN route.events IS 'empty: all';
CREATE INDEX route_channel ON route (channel_id);

CREATE TABLE delivery (
  id                uuid PRIMARY KEY,
  channel_id        uuid NOT NULL,
  route_id          uuid,
  notification_ids  uuid[] NOT NULL,
  state             text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'dead')),
  attempts          integer NOT NULL DEFAULT 0,
  is_urgent         boolean NOT NULL,
  due_at            timestamptz NOT NULL,
  taken_until       timestamptz,
  error             text,
  sent_at           timestamptz,
  created_at        timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN delivery.notification_ids IS 'empty: a test message';
COMMENT ON COLUMN delivery.is_urgent IS 'it does not wait for the end of quiet hours; what does wait never joins it';
COMMENT ON COLUMN delivery.taken_until IS 'a worker is at it; after this time it is taken for dead';
CREATE INDEX delivery_due ON delivery (due_at) WHERE state = 'waiting';
CREATE INDEX delivery_open_group ON delivery (route_id) WHERE state = 'waiting' AND attempts = 0;
CREATE INDEX delivery_dead ON delivery (id) WHERE state = 'dead';
