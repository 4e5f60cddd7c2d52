-- Payments on a customer's tab, and what the card company keeps of a payment.
--
-- Expand: a wider check and a column with a default. The version before writes neither a tab nor a fee, and
-- what it reads of a payment it names by itself.
ALTER TABLE payment DROP CONSTRAINT payment_method_check;
ALTER TABLE payment ADD CONSTRAINT payment_method_check
  CHECK (method IN ('cash', 'pix', 'debit', 'credit', 'tab'));
ALTER TABLE payment ADD COLUMN fee_minor bigint NOT NULL DEFAULT 0
  CHECK (fee_minor BETWEEN 0 AND amount_minor);
COMMENT ON COLUMN payment.fee_minor IS 'by the settings of the day on which the payment began';
