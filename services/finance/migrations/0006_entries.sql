-- Entries can be reversed, and have numbers for who knows no UUIDs.
--
-- Expand: both columns are filled in beside a version that does not know them; neither rewrites the table.
ALTER TABLE journal_transaction ADD COLUMN reverses_id uuid;
COMMENT ON COLUMN journal_transaction.reverses_id IS
  'the entry that it takes back: once, and it has the category of coalesce(reverses_id, id)';
CREATE UNIQUE INDEX journal_transaction_reverses ON journal_transaction (reverses_id)
  WHERE reverses_id IS NOT NULL;

CREATE SEQUENCE journal_number AS bigint;
ALTER TABLE journal_transaction ADD COLUMN number bigint;
COMMENT ON COLUMN journal_transaction.number IS 'unique and growing, with gaps; entries are known by it in Portuguese';

-- The numbers of the entries that are there: the only change that is ever made to them.
ALTER TABLE journal_transaction DISABLE TRIGGER journal_transaction_is_append_only;
UPDATE journal_transaction t SET number = n.number
FROM (SELECT id, nextval('journal_number') AS number
      FROM (SELECT id FROM journal_transaction WHERE kind IN ('credit', 'debit') ORDER BY created_at, id) entry) n
WHERE t.id = n.id;
ALTER TABLE journal_transaction ENABLE TRIGGER journal_transaction_is_append_only;
ALTER TABLE journal_transaction ALTER COLUMN number SET DEFAULT nextval('journal_number');
ALTER SEQUENCE journal_number OWNED BY journal_transaction.number;
CREATE UNIQUE INDEX journal_transaction_number ON journal_transaction (number) WHERE kind IN ('credit', 'debit');
