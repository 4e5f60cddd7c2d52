-- Alerts on prices that a silence or another alert keeps quiet: they are not told again meanwhile.
CREATE TABLE muted_alert (
  thread      text PRIMARY KEY,
  change      integer NOT NULL,
  is_muted    boolean NOT NULL,
  changed_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE muted_alert IS 'until the end is told, which may be never: of what nobody was told the beginning of';
COMMENT ON COLUMN muted_alert.change IS 'how often the alert was muted or not any more: what is heard late, of a lower one, changes nothing';
CREATE INDEX muted_alert_changed ON muted_alert (changed_at);
