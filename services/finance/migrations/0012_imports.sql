-- What came from a bank's file, by the bank's own name of it: the same transaction is entered once.

CREATE TABLE imported_entry (
  bank_account  text COLLATE "C" NOT NULL,
  bank_id       text COLLATE "C" NOT NULL,
  entry_id      uuid NOT NULL UNIQUE,
  date          date NOT NULL,
  amount_minor  bigint NOT NULL,
  imported_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bank_account, bank_id)
);
COMMENT ON COLUMN imported_entry.bank_account IS 'as the bank''s file names it: bank/account, or the shop''s account for CSV';
COMMENT ON COLUMN imported_entry.bank_id IS 'FITID of OFX; of a CSV without ids, a hash of what the row says';
COMMENT ON COLUMN imported_entry.amount_minor IS 'below zero for what went out';
