-- What keeps the daily balances in Redis from ever being stale.
--
-- Expand: a trigger notes the days that postings change, also those of a version that keeps nothing in Redis.

CREATE TABLE daily_cache (
  is_only  boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  id       uuid NOT NULL DEFAULT gen_random_uuid()
);
COMMENT ON COLUMN daily_cache.id IS 'in every key, so that a Redis never answers for another database';
INSERT INTO daily_cache DEFAULT VALUES;

CREATE TABLE stale_day (
  id    bigint GENERATED ALWAYS AS IDENTITY,
  date  date NOT NULL
);
COMMENT ON TABLE stale_day IS
  'balances of this day and later ones have changed, and Redis is to forget them: short-lived, so it has no index';

CREATE FUNCTION note_stale_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stale_day (date) SELECT min(date) FROM added HAVING count(*) > 0;
  RETURN NULL;
END $$;
CREATE TRIGGER journal_transaction_makes_stale AFTER INSERT ON journal_transaction
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_stale_day();
