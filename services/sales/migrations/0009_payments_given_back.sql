-- What of a payment went back while its order still waited for money: the rest of it counts, and makes the sale.
--
-- Expand: a column with a default; the version before neither writes nor reads it. So 0 of a payment that went back in
-- part says that nobody noted how much: such a one counts for nothing, as before.

ALTER TABLE order_payment
  ADD COLUMN given_back_minor bigint NOT NULL DEFAULT 0 CHECK (given_back_minor >= 0);
COMMENT ON COLUMN order_payment.given_back_minor IS
  'before the sale was made; what goes back afterwards is a refund of the sale';
