-- A PIX keeps the code that its customer scans or copies: one that was issued stays as it is, whatever the settings become.
--
-- Expand: a column that may be empty.
ALTER TABLE payment ADD COLUMN br_code text;
COMMENT ON COLUMN payment.br_code IS 'shown while the payment waits';
