-- What people are told of, and the names that the telling needs.

CREATE TABLE notification (
  id           uuid PRIMARY KEY,
  seq          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  event_id     text NOT NULL UNIQUE,
  event        text NOT NULL,
  subject      text NOT NULL,
  severity     text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  title_pt     text NOT NULL,
  title_en     text NOT NULL,
  body_pt      text NOT NULL,
  body_en      text NOT NULL,
  occurred_at  timestamptz NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN notification.seq IS
  'in the order of the commits: who inserts holds an advisory lock, so that a reader who goes on after one misses none';
COMMENT ON COLUMN notification.event_id IS 'the message that it tells of, so that a replay tells it once';

CREATE INDEX notification_event ON notification (event, seq);

CREATE TABLE product (
  id       uuid PRIMARY KEY,
  name     text NOT NULL,
  unit     text NOT NULL CHECK (unit IN ('kg', 'un')),
  version  bigint NOT NULL
);
COMMENT ON TABLE product IS 'The copy of the catalogue that messages need, fed by product events.';
