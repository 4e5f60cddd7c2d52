-- The categoriser: versions of its model, what it says of each entry, and what people have taught it since.

CREATE TABLE category_model (
  version          integer PRIMARY KEY,
  trained_at       timestamptz NOT NULL DEFAULT now(),
  seed_examples    integer NOT NULL,
  taught_examples  integer NOT NULL,
  accuracy         double precision,
  parameters       bytea
);
COMMENT ON COLUMN category_model.accuracy IS 'the share that it got right of examples that it had not learned from';
COMMENT ON COLUMN category_model.parameters IS 'compressed; null in versions that newer ones have replaced long ago';
ALTER TABLE category_model ALTER COLUMN parameters SET STORAGE EXTERNAL;

CREATE TABLE category_suggestion (
  entry_id       uuid PRIMARY KEY,
  model_version  integer NOT NULL,
  suggestions    jsonb NOT NULL,
  is_open        boolean NOT NULL,
  suggested_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN category_suggestion.is_open IS 'nobody had decided when it was made: the next version looks again';
CREATE INDEX category_suggestion_open ON category_suggestion (model_version) WHERE is_open;

CREATE TABLE category_lesson (
  entry_id   uuid PRIMARY KEY,
  taught_at  timestamptz NOT NULL
);
COMMENT ON TABLE category_lesson IS 'What people decided since the newest version began to learn, whatever way they did it.';

CREATE INDEX entry_category_taught ON entry_category (decided_at DESC, entry_id) WHERE decided_by = 'person';

CREATE FUNCTION note_lessons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO category_lesson AS l (entry_id, taught_at)
  SELECT entry_id, clock_timestamp() FROM decided WHERE decided_by = 'person' ORDER BY entry_id
  ON CONFLICT (entry_id) DO UPDATE SET taught_at = excluded.taught_at;
  RETURN NULL;
END $$;
CREATE TRIGGER entry_category_teaches_new AFTER INSERT ON entry_category
  REFERENCING NEW TABLE AS decided FOR EACH STATEMENT EXECUTE FUNCTION note_lessons();
CREATE TRIGGER entry_category_teaches_changed AFTER UPDATE ON entry_category
  REFERENCING NEW TABLE AS decided FOR EACH STATEMENT EXECUTE FUNCTION note_lessons();
