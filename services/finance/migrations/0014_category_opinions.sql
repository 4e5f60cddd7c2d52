-- A second opinion on entries that the model is not sure of, from a language model, where one is configured.

CREATE TABLE category_opinion (
  entry_id     uuid PRIMARY KEY,
  state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'given', 'failed')),
  due_at       timestamptz NOT NULL DEFAULT now(),
  attempts     integer NOT NULL DEFAULT 0,
  provider     text,
  category_id  uuid REFERENCES category,
  given_at     timestamptz,
  error        text
);
COMMENT ON COLUMN category_opinion.due_at IS 'when it is asked; while it is being asked, when another replica may';
COMMENT ON COLUMN category_opinion.category_id IS 'null where the language model does not know either';
CREATE INDEX category_opinion_waiting ON category_opinion (due_at) WHERE state = 'waiting';

CREATE TABLE category_opinion_budget (
  day    date PRIMARY KEY,
  calls  integer NOT NULL
);
COMMENT ON TABLE category_opinion_budget IS 'Calls per day (UTC), of all replicas together.';
