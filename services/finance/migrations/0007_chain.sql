-- The chain of hashes over the journal: whoever edits a row behind the API breaks it, and it says where.
--
-- Expand: a trigger notes what was posted, also by a version that knows of no chain; a job adds it to the chain.

CREATE TABLE journal_unchained (transaction_id uuid NOT NULL);
COMMENT ON TABLE journal_unchained IS 'what is not in the chain yet: short, read whole and emptied, so it has no index';

CREATE TABLE journal_hash (
  seq             bigint PRIMARY KEY,
  transaction_id  uuid NOT NULL UNIQUE,
  hash            bytea NOT NULL
);
COMMENT ON COLUMN journal_hash.hash IS 'SHA-256 of the hash before it and of the digest of the transaction';

CREATE TABLE journal_head (
  is_only  boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  seq      bigint NOT NULL,
  hash     bytea NOT NULL
);
COMMENT ON TABLE journal_head IS 'the end of the chain, so that nothing can be cut off; its lock lets one writer on';
INSERT INTO journal_head (seq, hash) VALUES (0, sha256(''));

CREATE FUNCTION note_unchained() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO journal_unchained (transaction_id) SELECT id FROM added;
  RETURN NULL;
END $$;
CREATE TRIGGER journal_transaction_is_chained AFTER INSERT ON journal_transaction
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_unchained();
CREATE TRIGGER journal_hash_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_hash
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- All that was posted before; nobody posts until this is committed.
INSERT INTO journal_unchained (transaction_id) SELECT id FROM journal_transaction ORDER BY id;
