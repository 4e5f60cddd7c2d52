-- What must reach a channel in its order, and what is looked for when old rows are forgotten.
ALTER TABLE delivery ADD COLUMN threads text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN delivery.threads IS 'while it waits, a later message of the channel that shares one waits too';
CREATE INDEX delivery_threads ON delivery USING gin (threads) WHERE state = 'waiting';
CREATE INDEX delivery_created ON delivery (created_at) WHERE state <> 'waiting';
CREATE INDEX notification_created ON notification (created_at);
