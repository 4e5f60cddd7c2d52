-- What reconciling a day reads, and the faults of the simulated provider that make differences.
--
-- Expand: indexes that cash does not touch, and a wider check.
CREATE INDEX payment_approved ON payment (approved_at) WHERE provider <> 'none';
CREATE INDEX payment_refund_late ON payment_refund (created_at) WHERE refund_id = payment_id;
CREATE INDEX simulated_charge_paid ON simulated_charge (paid_at);
CREATE INDEX simulated_refund_created ON simulated_refund (created_at);
ALTER TABLE simulator DROP CONSTRAINT simulator_fault_check;
ALTER TABLE simulator ADD CONSTRAINT simulator_fault_check CHECK (fault IN
  ('decline', 'timeout', 'late', 'duplicate', 'unlisted', 'misstated', 'stray'));
