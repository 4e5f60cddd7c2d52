-- A bank's name as a person types it, in one spelling: "Itaú", "itau " and "ITAU" are one bank.
--
-- Expand: what was imported before, and by versions that do not know the column, has no key and is known by its name,
-- whose spellings are compared when something is imported. The key keeps two who import at the same time apart.
ALTER TABLE imported_entry ADD COLUMN bank_key text COLLATE "C";
COMMENT ON COLUMN imported_entry.bank_key IS 'bank_account without accents, in lower case, with single spaces';
COMMENT ON COLUMN imported_entry.bank_account IS
  'as the bank''s file names it: bank/account; for CSV as it was typed, or the shop''s account';
CREATE UNIQUE INDEX imported_entry_bank_key ON imported_entry (bank_key, bank_id) WHERE bank_key IS NOT NULL;
