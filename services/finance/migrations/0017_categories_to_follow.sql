-- Entries to look at once more: what is told of a category may be missed, what is in the books is not.
--
-- A version before 0015 gives an entry its category and tells nobody, or before anybody listens; while it is replaced,
-- such an entry stayed where it was posted. Whoever decides, also such a version, leaves a note here by a trigger; a job
-- takes the notes away after a while, and moves what nobody has moved. Rows are only added and taken away, never
-- changed: nobody waits for another here.

CREATE TABLE category_to_follow (
  number    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entry_id  uuid NOT NULL,
  noted_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE category_to_follow IS 'one row for each decision, or reversal, that concerns a category with a counter-account';

CREATE FUNCTION note_categories_to_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO category_to_follow (entry_id)
    SELECT d.entry_id FROM decided d JOIN category c ON c.id = d.category_id AND c.counter_account_id IS NOT NULL;
  ELSE
    -- Where it had such a category before, it has to come back.
    INSERT INTO category_to_follow (entry_id)
    SELECT d.entry_id FROM (SELECT entry_id, category_id FROM decided UNION SELECT entry_id, category_id FROM former) d
    JOIN category c ON c.id = d.category_id AND c.counter_account_id IS NOT NULL;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER entry_category_is_noted AFTER INSERT ON entry_category
  REFERENCING NEW TABLE AS decided FOR EACH STATEMENT EXECUTE FUNCTION note_categories_to_follow();
CREATE TRIGGER entry_category_is_noted_anew AFTER UPDATE ON entry_category
  REFERENCING OLD TABLE AS former NEW TABLE AS decided FOR EACH STATEMENT EXECUTE FUNCTION note_categories_to_follow();

-- As in 0015, and it leaves notes: one more trigger on the journal would cost every sale.
CREATE OR REPLACE FUNCTION count_reversals() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entries uuid[];
BEGIN
  SELECT array_agg(coalesce(reverses_id, entry_id)) INTO entries
  FROM added WHERE reverses_id IS NOT NULL OR entry_id IS NOT NULL;
  IF entries IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM lock_entries(entries);
  PERFORM count_in_category_days(array_agg(r.id), array_agg(c.category_id), array_agg(1))
  FROM added r JOIN entry_category c ON c.entry_id = coalesce(r.reverses_id, r.entry_id);
  INSERT INTO category_to_follow (entry_id)
  SELECT r.reverses_id FROM added r JOIN entry_category e ON e.entry_id = r.reverses_id
  JOIN category c ON c.id = e.category_id AND c.counter_account_id IS NOT NULL;
  RETURN NULL;
END $$;

-- What was decided since 0015; what had its category before stays as it was posted, as 0015 says. The triggers have
-- locked out whoever would decide meanwhile.
INSERT INTO category_to_follow (entry_id)
SELECT e.entry_id
FROM service_migration m
JOIN entry_category e ON e.decided_at >= m.run_on
JOIN category c ON c.id = e.category_id AND c.counter_account_id IS NOT NULL
WHERE m.name = '0015_counter_accounts';
