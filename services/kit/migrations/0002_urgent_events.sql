-- Events that are sent before all others. A version that does not know the column adds none and sends all in their turn.

ALTER TABLE outbox ADD COLUMN is_urgent boolean NOT NULL DEFAULT false;
CREATE INDEX outbox_urgent ON outbox (seq) WHERE is_urgent;
