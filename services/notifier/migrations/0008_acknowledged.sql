-- Alerts on prices that somebody has acknowledged: what is told of them later is not told again.
CREATE TABLE acknowledged_alert (
  thread      text PRIMARY KEY,
  created_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE acknowledged_alert IS 'until the end is told, which may be never: of what nobody was told the beginning of';
CREATE INDEX acknowledged_alert_created ON acknowledged_alert (created_at);
