-- When the settings of a channel were last written, which is all that anybody is told of them.
ALTER TABLE channel ADD COLUMN settings_at timestamptz NOT NULL DEFAULT now();
COMMENT ON COLUMN channel.settings_at IS 'whoever manages it sends them again where this is not as remembered, as after a restore';
