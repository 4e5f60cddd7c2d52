-- How long balances in Redis have been waiting to be forgotten.
--
-- Expand: whoever notes a day, the trigger of 0009 too, leaves the time to its default.
ALTER TABLE stale_day ADD COLUMN noted_at timestamptz NOT NULL DEFAULT now();
