-- Who looks after a channel beside people (null for people), and when a message was last tried.
ALTER TABLE channel ADD COLUMN managed_by text;
ALTER TABLE delivery ADD COLUMN tried_at timestamptz;
COMMENT ON COLUMN channel.managed_by IS 'such as kubernetes:shop/Channel/owner';
COMMENT ON COLUMN delivery.tried_at IS 'when the last attempt ended';
CREATE INDEX delivery_tried ON delivery (channel_id, tried_at) WHERE tried_at IS NOT NULL;
