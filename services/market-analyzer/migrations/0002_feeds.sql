-- Feeds: what is collected from providers, and the tasks by which replicas share that work.

CREATE TABLE feed (
  id                uuid PRIMARY KEY,
  name              text NOT NULL,
  provider          text NOT NULL,
  symbol            text COLLATE "C" NOT NULL,
  code              text NOT NULL,
  every_seconds     integer NOT NULL CHECK (every_seconds > 0),
  fallback_feed_id  uuid REFERENCES feed ON DELETE SET NULL,
  is_active         boolean NOT NULL DEFAULT true,
  next_due_at       timestamptz NOT NULL DEFAULT now(),
  collected_at      timestamptz,
  last_error        text,
  version           integer NOT NULL DEFAULT 1
);
CREATE INDEX feed_due ON feed (next_due_at) WHERE is_active;
CREATE INDEX feed_fallback ON feed (fallback_feed_id);

CREATE TABLE feed_task (
  id           uuid PRIMARY KEY,
  feed_id      uuid NOT NULL REFERENCES feed ON DELETE CASCADE,
  due_at       timestamptz NOT NULL,
  from_date    date,
  to_date      date,
  attempts     integer NOT NULL DEFAULT 0,
  retry_at     timestamptz NOT NULL,
  taken_until  timestamptz,
  CHECK ((from_date IS NULL) = (to_date IS NULL))
);
COMMENT ON TABLE feed_task IS 'What is still to be collected: a row goes when it is done, or given up.';
COMMENT ON COLUMN feed_task.from_date IS 'of a task that fetches the past; null for the latest quotes';
COMMENT ON COLUMN feed_task.retry_at IS 'from when on any replica may take it without being told';
COMMENT ON COLUMN feed_task.attempts IS 'counts who took it: only the last one may end it';
-- A feed that is still being collected is not due again.
CREATE UNIQUE INDEX feed_task_latest ON feed_task (feed_id) WHERE from_date IS NULL;
CREATE INDEX feed_task_feed ON feed_task (feed_id);
CREATE INDEX feed_task_retry ON feed_task (retry_at);

CREATE TABLE lease (
  name        text PRIMARY KEY,
  holder      uuid NOT NULL,
  expires_at  timestamptz NOT NULL
);
COMMENT ON TABLE lease IS 'Who leads: until it expires nobody else does. By the clock of the database.';
