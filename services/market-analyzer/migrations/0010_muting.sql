-- Whether the others know of an open alert that a silence or another alert keeps it quiet.
ALTER TABLE alert ADD COLUMN is_muted boolean NOT NULL DEFAULT false;
ALTER TABLE alert ADD COLUMN muting_changes integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN alert.is_muted IS 'as it was told last, of one whose beginning was told; false before that';
COMMENT ON COLUMN alert.muting_changes IS 'how often it was told that it is muted, or not any more';
CREATE INDEX alert_muted ON alert (id) WHERE is_muted AND resolved_at IS NULL;
