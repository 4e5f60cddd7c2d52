-- A recall names the supplier's code: its lots are found by it, whatever the case it is written in.
--
-- Expand: an index.

CREATE INDEX lot_code ON lot (lower(code)) WHERE code IS NOT NULL;
